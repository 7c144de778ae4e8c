package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.safetensors.TensorFileException;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DamagedModelFileTest {
    private final byte[] bytes = ModelExamples.bytes(ModelExamples.tiny());

    @Test
    void theFileIsSmallEnoughForThisTest() {
        assertThat(bytes.length).isBetween(500, 2000);
        assertThat(ModelExamples.read(bytes)).isEqualTo(ModelExamples.tiny());
    }

    @Test
    void everyChangedBitIsRefused() {
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) (1 << bit);
                assertRefused("bit " + bit + " of byte " + i, () -> ModelExamples.read(changed));
            }
        }
    }

    @Test
    void everyByteSetToAnyOtherIsRefused() {
        byte[] others = {0, '0', 'A', 'a', ' ', '"', '}', (byte) 0x7F, (byte) 0x80, (byte) 0xFF};
        for (int i = 0; i < bytes.length; i++) {
            for (byte other : others) {
                byte[] changed = bytes.clone();
                changed[i] = other;
                if (other != bytes[i]) {
                    assertRefused("byte " + i + " as " + other, () -> ModelExamples.read(changed));
                }
            }
        }
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertRefused("length " + length, () -> ModelExamples.read(cut));
            assertRefused("length " + length + " of a size told", () -> ModelExamples.read(cut, bytes.length));
        }
    }

    @Test
    void bytesBehindTheEndAreRefused() {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        assertRefused("longer", () -> ModelExamples.read(longer));
        assertRefused("longer than told", () -> ModelExamples.read(longer, bytes.length));
    }

    @Test
    void messagesSayWhereAndWhatToDo() {
        assertThatThrownBy(() -> ModelExamples.read(Arrays.copyOf(bytes, bytes.length - 5), bytes.length))
                .isInstanceOf(TensorFileException.class)
                .hasMessage("m/model.safetensors: expected a file of " + bytes.length + " bytes, found its end (byte "
                        + (bytes.length - 5) + "); the file is cut off or damaged: copy it again, or train again")
                .satisfies(e -> {
                    assertThat(((TensorFileException) e).byteOffset()).isEqualTo(bytes.length - 5);
                    assertThat(((TensorFileException) e).path()).isEqualTo("m/model.safetensors");
                });
        byte[] changed = bytes.clone();
        changed[bytes.length - 1] ^= 1;
        assertThatThrownBy(() -> ModelExamples.read(changed))
                .hasMessageMatching("m/model.safetensors: expected the SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}; "
                        + "the file is cut off or damaged: copy it again, or train again");
        assertThatThrownBy(() -> ModelExamples.read(new byte[3]))
                .hasMessageStartingWith("m/model.safetensors: expected a model file of at least 99 bytes, found 3;");
    }

    private static void assertRefused(String what, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .as(what)
                .isInstanceOf(TensorFileException.class)
                .hasMessageStartingWith("m/model.safetensors: ");
    }
}
