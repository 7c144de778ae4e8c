package org.thalweg.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A recursive descent parser of formulas, with a method for each rule. It builds the graph while it reads.
 *
 * <pre>
 *   sum      = product { ("+" | "-") product }
 *   product  = signed { ("*" | "/") signed }
 *   signed   = ("+" | "-") signed | power
 *   power    = operand [ "^" signed ]
 *   operand  = number | name | name "(" sum { "," sum } ")" | "(" sum ")"
 * </pre>
 *
 * <p>Every way back into the grammar leads through signed, where the nesting is counted.
 */
final class Parser {
    /** The maximum length of a formula in characters. */
    static final int MAX_LENGTH = 4000;
    /** The maximum nesting of parentheses, signs and exponents. */
    static final int MAX_DEPTH = 100;
    /** The most values that a formula works out, each of which takes 8 KiB to evaluate: a power alone may ask for 20. */
    static final int MAX_VALUES = 2048;

    private static final String MINUS = "-\u2212"; // hyphen and minus sign
    private static final String TIMES = "*\u00d7";
    private static final String OVER = "/\u00f7";
    private static final String OPERAND = "a number, a name or \"(\"";

    private final String text;
    private final TextCursor cursor;
    private final SymbolTable names;
    private final GraphBuilder graph = new GraphBuilder();
    private int depth;

    private Parser(String text, SymbolTable names) {
        this.text = text;
        this.cursor = new TextCursor(text);
        this.names = names;
    }

    /**
     * The graph of a text.
     *
     * @throws FormulaException if the text is no formula over these names
     */
    static Graph parse(String text, List<String> variables, Map<String, Double> constants) {
        Parser parser = new Parser(text, new SymbolTable(variables, constants));
        if (text.length() > MAX_LENGTH) {
            throw parser.fault("at most " + MAX_LENGTH + " characters", text.length() + "", MAX_LENGTH, "shorten it");
        }
        if (text.isBlank()) {
            throw parser.fault("a formula", "nothing", 0, "write one, such as x * sigmoid(x)");
        }
        int result = parser.sum();
        if (!parser.cursor.atEnd()) {
            throw parser.unexpected("an operator or the end");
        }
        Graph graph = parser.graph.build(result);
        int values = graph.nodes().size();
        if (values > MAX_VALUES) {
            throw parser.fault("at most " + MAX_VALUES + " values to work out", values + "", 0, "shorten it");
        }
        return graph;
    }

    private int sum() {
        int left = product();
        while (true) {
            int operator = cursor.position();
            if (cursor.skip("+")) {
                left = finite(graph.binary(BinaryOperation.ADD, left, product()), operator);
            } else if (cursor.skip(MINUS)) {
                left = finite(graph.binary(BinaryOperation.SUBTRACT, left, product()), operator);
            } else {
                return left;
            }
        }
    }

    private int product() {
        int left = signed();
        while (true) {
            int operator = cursor.position();
            if (cursor.skip(TIMES)) {
                left = finite(graph.binary(BinaryOperation.MULTIPLY, left, signed()), operator);
            } else if (cursor.skip(OVER)) {
                left = finite(graph.binary(BinaryOperation.DIVIDE, left, signed()), operator);
            } else {
                return left;
            }
        }
    }

    private int signed() {
        int start = cursor.position();
        if (depth == MAX_DEPTH) {
            throw fault("at most " + MAX_DEPTH + " levels of nesting", "more", start, "nest less deeply");
        }
        depth++;
        int value;
        if (cursor.skip(MINUS)) {
            value = graph.unary(UnaryOperation.NEGATE, signed());
        } else if (cursor.skip("+")) {
            value = signed();
        } else {
            value = power();
        }
        depth--;
        return value;
    }

    private int power() {
        int base = operand();
        int operator = cursor.position();
        return cursor.skip("^") ? finite(graph.power(base, signed()), operator) : base;
    }

    private int operand() {
        int start = cursor.position();
        if (cursor.skip("(")) {
            int value = sum();
            close("an operator or \")\"", start);
            return value;
        }
        if (cursor.isAtName()) {
            return named(cursor.take(), start);
        }
        if (cursor.isAtNumber()) {
            return finite(graph.constant(Double.parseDouble(cursor.take())), start);
        }
        throw unexpected(OPERAND);
    }

    private int named(String name, int start) {
        if (names.isFunction(name)) {
            return function(name, start);
        }
        if (names.indexOfVariable(name) >= 0) {
            return graph.variable(names.indexOfVariable(name));
        }
        if (names.constant(name) != null) {
            return graph.constant(names.constant(name));
        }
        boolean call = cursor.isAt("(");
        List<String> known = call ? SymbolTable.FUNCTIONS : names.all();
        String kind = call ? "one of the functions " : "one of ";
        throw fault(kind + known, "\"" + name + "\"", start, "the nearest is " + SymbolTable.nearest(name, known));
    }

    private int function(String name, int start) {
        int open = cursor.position();
        if (!cursor.skip("(")) {
            throw fault("\"(\" behind " + name, cursor.found(), open, "write " + name + "(…)");
        }
        List<Integer> arguments = new ArrayList<>();
        if (!cursor.isAt(")")) {
            do {
                arguments.add(sum());
            } while (cursor.skip(","));
        }
        close("an operator, \",\" or \")\"", open);
        int expected = names.arguments(name);
        if (arguments.size() != expected) {
            throw fault(
                    expected + (expected == 1 ? " argument" : " arguments") + " of " + name,
                    arguments.size() + "",
                    start,
                    "give it " + expected);
        }
        int value = expected == 1
                ? graph.unary(UnaryOperation.named(name).orElseThrow(), arguments.get(0))
                : graph.binary(BinaryOperation.named(name).orElseThrow(), arguments.get(0), arguments.get(1));
        return finite(value, start);
    }

    private void close(String expected, int open) {
        if (cursor.atEnd()) {
            throw fault(expected, cursor.found(), text.length(), "close the \"(\" of column " + (open + 1));
        }
        if (!cursor.skip(")")) {
            throw unexpected(expected);
        }
    }

    /** Refuses constants that floats do not hold: everything computed from them would be as wrong. */
    private int finite(int node, int start) {
        if (graph.isConstant(node)) {
            double value = graph.constantAt(node);
            if (!Float.isFinite((float) value) || (float) value == 0 && value != 0) {
                throw fault(
                        "constants of float's range (0, or 1.4E-45 to 3.4028235E38)",
                        "" + value,
                        start,
                        "correct the constant part");
            }
        }
        return node;
    }

    /** The fault that something else was expected at the next character. */
    private FormulaException unexpected(String expected) {
        int start = cursor.position();
        char next = start < text.length() ? text.charAt(start) : 0;
        String advice;
        if (start == text.length()) {
            advice = "add what is missing";
        } else if (!expected.equals(OPERAND)) {
            boolean operand = next == '(' || next == '.' || SymbolTable.isPart(next);
            advice = operand ? "write * to multiply" : next == ')' ? "no \"(\" is open" : "leave it out";
        } else {
            advice = next == '*' && start > 0 && text.charAt(start - 1) == '*'
                    ? "write ^ for a power"
                    : "put an operand before it";
        }
        return fault(expected, cursor.found(), start, advice);
    }

    private FormulaException fault(String expected, String found, int index, String advice) {
        return new FormulaException(expected, found, index + 1, text, advice);
    }
}
