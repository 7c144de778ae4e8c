package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.retrain.Watermark.FileMark;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoredList;
import org.thalweg.jobs.store.StoredLists;

class KnownItemsTest {
    private static final Sha256 CONTENT = Sha256.of("0123456789abcdef".repeat(4));

    @TempDir
    Path folder;

    private StoredLists lists() {
        return ModelStore.writing(folder.resolve("store").toString(), new Configuration())
                .lists();
    }

    private static Watermark.Files next(Watermark.Files known, int runNumber, int files) {
        TreeMap<String, FileMark> marks = new TreeMap<>();
        for (int i = 0; i < files; i++) {
            marks.put("night-" + runNumber + "/" + i, new FileMark(i, 1000L * runNumber, CONTENT, runNumber));
        }
        return new Watermark.Files(known.marks().with(marks));
    }

    private static Watermark.Files read(byte[] entry, StoredLists lists) {
        return (Watermark.Files) Watermark.of(JsonObject.parse(entry, "log"), lists);
    }

    @Test
    void entryDoesNotGrowWithWhatIsKnown() {
        StoredLists lists = lists();
        Watermark.Files known = Watermark.Files.none();
        TreeMap<String, FileMark> all = new TreeMap<>();
        int longest = 0;
        for (int runNumber = 1; runNumber <= 100; runNumber++) {
            known = next(known, runNumber, 20 + runNumber % 7);
            all.putAll(known.files());
            byte[] entry = JsonObject.bytes(known.json(lists));
            longest = Math.max(longest, entry.length);
            known = read(entry, lists);
        }
        assertThat(longest).isLessThan(2500);
        assertThat(known.files()).isEqualTo(all).hasSizeGreaterThan(2000);
        assertThat(StoredList.of(JsonObject.of(known.json(lists), "log")))
                .as("a list is as long as all after it")
                .hasSizeLessThan(9);
    }

    @Test
    void laterMarkOfANameCounts() {
        StoredLists lists = lists();
        Watermark.Files known = next(Watermark.Files.none(), 1, 50);
        known = read(JsonObject.bytes(known.json(lists)), lists);
        TreeMap<String, FileMark> changed = new TreeMap<>();
        FileMark other = new FileMark(7, FileMark.UNSETTLED, Sha256.of("f".repeat(64)), 2);
        changed.put("night-1/3", other);
        known = new Watermark.Files(known.marks().with(changed));
        Watermark.Files found = read(JsonObject.bytes(known.json(lists)), lists);
        assertThat(found).isEqualTo(known);
        assertThat(found.files()).hasSize(50).containsEntry("night-1/3", other);
        assertThat(found.runNumber()).isEqualTo(2);
    }

    @Test
    void nothingIsWrittenWhereNothingCame() {
        StoredLists lists = lists();
        byte[] entry = JsonObject.bytes(next(Watermark.Files.none(), 1, 5).json(lists));
        assertThat(JsonObject.bytes(read(entry, lists).json(lists))).isEqualTo(entry);
    }

    @Test
    void earlierEntriesThatBearTheirFilesThemselvesAreRead() {
        String entry =
                "{\"kind\": \"files\", \"files\": {\"file:/a.csv\": {\"bytes\": 4, \"modified\": 5000, \"sha256\": \""
                        + CONTENT + "\", \"night\": 3}}}";
        Watermark known = Watermark.of(JsonObject.parse(entry.getBytes(), "log"), lists());
        assertThat(known.runNumber()).isEqualTo(3);
        assertThat(((Watermark.Files) known).files())
                .containsOnly(java.util.Map.entry("file:/a.csv", new FileMark(4, 5000, CONTENT, 3)));
        String table = "{\"kind\": \"partitions\", \"partitions\": {\"day=1\": 1, \"day=2\": 2}}";
        assertThat(Watermark.of(JsonObject.parse(table.getBytes(), "log"), lists())
                        .runNumber())
                .isEqualTo(2);
    }

    @Test
    void contentsAreFoundByTheFirstNight() {
        TreeMap<String, FileMark> files = new TreeMap<>();
        files.put("a", new FileMark(1, 1, CONTENT, 4));
        files.put("b", new FileMark(1, 1, CONTENT, 2));
        files.put("c", new FileMark(1, 1, Sha256.of("f".repeat(64)), 1));
        FileContents contents = new FileContents(files);
        assertThat(contents.first(CONTENT).map(java.util.Map.Entry::getKey)).isEqualTo(Optional.of("b"));
        assertThat(contents.first(Sha256.of("0".repeat(64)))).isEmpty();
        assertThat(List.of(CONTENT.toString())).containsExactly("0123456789abcdef".repeat(4));
    }
}
