package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.store.StoredList;
import org.thalweg.jobs.store.StoredLists;

/**
 * Known items, by name. Most of them are in lists of the store: an entry of its log names the lists, and only new items
 * are written. A list is merged with the one before it when it has grown to that list's length, so that there are few
 * lists.
 *
 * @param <T> what is stored for a name
 */
final class KnownItems<T> {
    private final Rows<T> rows;
    private final StoredLists store; // null if there are no lists
    private final List<StoredList> lists; // oldest first; the last mark of a name is valid
    private final SortedMap<String, T> added;
    private SortedMap<String, T> all; // null until first used

    /** How an item is written as a row, its name first. */
    interface Rows<T> {
        List<Object> row(String name, T mark);

        T mark(List<Object> row);
    }

    private KnownItems(Rows<T> rows, StoredLists store, List<StoredList> lists, SortedMap<String, T> added) {
        this.rows = rows;
        this.store = store;
        this.lists = List.copyOf(lists);
        this.added = added;
    }

    /** Items that are in no list. */
    static <T> KnownItems<T> of(Rows<T> rows, SortedMap<String, T> marks) {
        return new KnownItems<>(rows, null, List.of(), marks);
    }

    /** The items of lists, which are read on first use. */
    static <T> KnownItems<T> of(Rows<T> rows, StoredLists store, List<StoredList> lists) {
        return new KnownItems<>(rows, store, lists, Collections.emptySortedMap());
    }

    /** Adds items, or replaces those of the same names. */
    KnownItems<T> with(SortedMap<String, T> more) {
        SortedMap<String, T> both = new TreeMap<>(added);
        both.putAll(more);
        return new KnownItems<>(rows, store, lists, both);
    }

    /** All items by name. */
    synchronized SortedMap<String, T> all() {
        if (all == null) {
            SortedMap<String, T> read = new TreeMap<>();
            lists.forEach(list -> readTo(read, list));
            read.putAll(added);
            all = Collections.unmodifiableSortedMap(read);
        }
        return all;
    }

    private void readTo(SortedMap<String, T> marks, StoredList list) {
        store.read(list, row -> {
            try {
                marks.put((String) row.get(0), rows.mark(row));
            } catch (ClassCastException | IndexOutOfBoundsException | IllegalArgumentException e) {
                throw new JsonException("learned/" + list.name() + ".jsonl: expected rows of another kind, found " + row
                        + "; restore the file");
            }
        });
    }

    /**
     * Writes the items that are in no list, merged with the short lists before them. Returns the lists that hold all
     * items.
     */
    List<StoredList> store(StoredLists to) {
        if (added.isEmpty()) {
            return lists;
        }
        SortedMap<String, T> newest = added;
        int kept = lists.size();
        while (kept > 0 && lists.get(kept - 1).rows() <= newest.size()) {
            kept--;
            SortedMap<String, T> merged = new TreeMap<>();
            readTo(merged, lists.get(kept));
            merged.putAll(newest);
            newest = merged;
        }
        Iterator<List<Object>> written = newest.entrySet().stream()
                .map(mark -> rows.row(mark.getKey(), mark.getValue()))
                .iterator();
        List<StoredList> stored = new ArrayList<>(lists.subList(0, kept));
        stored.add(to.write(written));
        return stored;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KnownItems<?> that && all().equals(that.all());
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }

    @Override
    public String toString() {
        return all().toString();
    }
}
