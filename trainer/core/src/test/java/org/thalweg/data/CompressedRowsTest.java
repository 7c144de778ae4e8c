package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CompressedRowsTest {
    @Test
    void rowsAreHeldOneBehindTheOtherWithoutTheirZeros() {
        CompressedRows rows = new CompressedRows(4);
        rows.addDense(new float[] {9, 0, 1.5f, 0, -2}, 1);
        rows.add(new int[] {0, 1, 3}, new float[] {5, 6, 7}, 1, 3);
        rows.addDense(new float[4], 0);
        assertThat(rows.rows()).isEqualTo(3);
        assertThat(Arrays.copyOf(rows.starts(), 4)).containsExactly(0, 2, 4, 4);
        assertThat(Arrays.copyOf(rows.indices(), 4)).containsExactly(1, 3, 1, 3);
        assertThat(Arrays.copyOf(rows.values(), 4)).containsExactly(1.5f, -2, 6, 7);
    }

    @Test
    void aRowIsPutNumberByNumber() {
        CompressedRows rows = new CompressedRows(4);
        rows.put(1, 5);
        rows.put(2, 0);
        rows.put(3, -1);
        assertThat(rows.numbers()).as("of whole rows").isZero();
        rows.endRow();
        rows.put(2, 1);
        rows.put(2, 1);
        assertThatThrownBy(rows::endRow).hasMessageContaining("found 2 after 2");
        rows.put(4, 1);
        assertThatThrownBy(rows::endRow).hasMessageContaining("to 3, found 4");
        rows.endRow();
        assertThat(rows.rows()).isEqualTo(2);
        assertThat(Arrays.copyOf(rows.indices(), 2)).containsExactly(1, 3);
        assertThat(Arrays.copyOf(rows.starts(), 3)).containsExactly(0, 2, 2);
    }

    @Test
    void memoryGrowsAndIsUsedAgain() {
        CompressedRows rows = new CompressedRows(3000);
        float[] row = new float[3000];
        Arrays.fill(row, 1);
        for (int round = 0; round < 2; round++) {
            rows.clear();
            assertThat(rows.numbers()).isZero();
            for (int r = 0; r < 100; r++) {
                row[0] = r + 1;
                rows.addDense(row, 0);
            }
            assertThat(rows.numbers()).isEqualTo(300_000);
            assertThat(rows.values()[rows.starts()[99]]).isEqualTo(100);
            assertThat(rows.indices()[rows.numbers() - 1]).isEqualTo(2999);
        }
    }

    @Test
    void aSparseExampleIsChecked() {
        float[] targets = {0};
        assertThat(new Example(new float[] {0, 2, 0}, targets).toSparse())
                .isEqualTo(new Example(3, new int[] {1}, new float[] {2}, targets, 1));
        assertThat(new Example(new float[3], targets).toSparse().features()).isEmpty();
        assertThatThrownBy(() -> new Example(3, new int[] {2, 1}, new float[2], targets, 1))
                .hasMessage("indices: expected ascending indices from 0 to 2, found 1 after 2");
        assertThatThrownBy(() -> new Example(3, new int[] {3}, new float[1], targets, 1))
                .hasMessageContaining("found 3");
        assertThatThrownBy(() -> new Example(3, new int[] {1}, new float[2], targets, 1))
                .hasMessage("features: expected 1, found 2");
    }

    @Test
    void aRowHasOneKeyDenseAndSparse() {
        for (Example row : RandomRows.of(200, 5, 3, true, 8)) {
            assertThat(RowHash.of(4, row.toSparse())).isEqualTo(RowHash.of(4, row));
        }
    }
}
