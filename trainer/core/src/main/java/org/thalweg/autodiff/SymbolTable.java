package org.thalweg.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The names in a formula. Each is exactly one of a variable, a constant or a function. */
final class SymbolTable {
    /** The functions, those of one argument first. */
    static final List<String> FUNCTIONS = Stream.concat(
                    Arrays.stream(UnaryOperation.values())
                            .filter(operation -> operation != UnaryOperation.NEGATE)
                            .map(UnaryOperation::functionName),
                    Stream.of(BinaryOperation.MIN, BinaryOperation.MAX).map(BinaryOperation::functionName))
            .toList();

    private static final Map<String, Double> BUILT_IN = Map.of("e", Math.E, "pi", Math.PI);

    private final List<String> variables;
    private final Map<String, Double> constants = new TreeMap<>(BUILT_IN);

    /**
     * The names of a formula.
     *
     * @throws IllegalArgumentException if a name is invalid or used twice, or a constant is out of float's range
     */
    SymbolTable(List<String> variables, Map<String, Double> given) {
        this.variables = variables;
        for (int v = 0; v < variables.size(); v++) {
            requireFree("variable", variables.get(v), variables.subList(0, v));
        }
        new TreeMap<>(given).forEach((name, value) -> {
            requireFree("constant", name, variables);
            if (!Float.isFinite(value.floatValue()) || value.floatValue() == 0 && value != 0) {
                throw new IllegalArgumentException("constant " + name
                        + ": expected 0, or 1.4E-45 to 3.4028235E38 (float's range), found " + value);
            }
        });
        constants.putAll(given);
    }

    private static void requireFree(String what, String name, List<String> taken) {
        boolean isName = !name.isEmpty() && name.chars().allMatch(c -> isPart((char) c)) && isStart(name.charAt(0));
        if (!isName) {
            throw new IllegalArgumentException(
                    what + ": expected a name of letters, digits and _, not a digit first, found \"" + name + "\"");
        }
        if (taken.contains(name) || FUNCTIONS.contains(name) || BUILT_IN.containsKey(name)) {
            throw new IllegalArgumentException(what + ": expected a name that nothing else has, found \"" + name
                    + "\"; taken are " + FUNCTIONS + ", " + new TreeMap<>(BUILT_IN).keySet() + " and " + taken);
        }
    }

    /** Whether a name may start with this character. */
    static boolean isStart(char c) {
        return c == '_' || Character.isLetter(c);
    }

    /** Whether a name may contain this character. */
    static boolean isPart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    boolean isFunction(String name) {
        return FUNCTIONS.contains(name);
    }

    int arguments(String function) {
        return UnaryOperation.named(function).isPresent() ? 1 : 2;
    }

    /** The variable's place, or −1. */
    int indexOfVariable(String name) {
        return variables.indexOf(name);
    }

    /** The constant's value, or null. */
    Double constant(String name) {
        return constants.get(name);
    }

    /** Every name: variables, constants, functions. */
    List<String> all() {
        List<String> all = new ArrayList<>(variables);
        all.addAll(constants.keySet());
        all.addAll(FUNCTIONS);
        return all;
    }

    /** The first of the known names that takes the fewest edits to become. */
    static String nearest(String name, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> edits(name, other)))
                .orElseThrow();
    }

    /** The characters to insert, delete or replace to turn one name into another (Levenshtein 1966). */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
