package org.thalweg.jobs.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.jobs.json.JsonObject;

/**
 * A long list beside a store's log, which entries name instead of repeating it.
 *
 * @param name name of its file, without the extension
 * @param rows number of rows
 * @param sha256 SHA-256 of its file, in lower-case hex
 */
public record StoredList(String name, long rows, String sha256) {
    private static final String LISTS = "lists";

    /** Adds lists to the learning state of an entry, oldest first. */
    public static void put(Map<String, Object> into, List<StoredList> lists) {
        into.put(
                LISTS,
                lists.stream()
                        .map(list -> {
                            Map<String, Object> map = new LinkedHashMap<>();
                            map.put("name", list.name());
                            map.put("rows", list.rows());
                            map.put("sha256", list.sha256());
                            return map;
                        })
                        .toList());
    }

    /** Reads the lists that {@link #put} added; empty if there are none. */
    public static List<StoredList> of(JsonObject json) {
        return json.objects(LISTS).stream()
                .map(list -> {
                    String name = list.text("name");
                    if (!name.matches("[0-9a-f-]{1,64}")) {
                        throw list.wrong("name", "a list's name", name);
                    }
                    return new StoredList(name, list.whole("rows"), list.text("sha256"));
                })
                .toList();
    }
}
