package org.thalweg.autodiff;

/** A position in a formula's text. Reads the number, name or sign that starts there; white space is skipped. */
final class TextCursor {
    private final String text;
    private int at;

    TextCursor(String text) {
        this.text = text;
    }

    /** The index of the next character that is no space; the text's length at its end. */
    int position() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    boolean atEnd() {
        return position() == text.length();
    }

    /** Whether the next character is one of these. */
    boolean isAt(String characters) {
        return !atEnd() && characters.indexOf(text.charAt(at)) >= 0;
    }

    /** Steps over the next character if it is one of these. */
    boolean skip(String characters) {
        if (isAt(characters)) {
            at++;
            return true;
        }
        return false;
    }

    /** Whether a name starts here. */
    boolean isAtName() {
        return !atEnd() && SymbolTable.isStart(text.charAt(at));
    }

    /** Whether a number starts here. */
    boolean isAtNumber() {
        return !isAtName() && endOfToken() > at;
    }

    /** Steps over the name or number that begins here, and gives it. */
    String take() {
        int start = position();
        at = endOfToken();
        return text.substring(start, at);
    }

    /** A description of the text here, for messages. */
    String found() {
        if (atEnd()) {
            return "the end";
        }
        int end = Math.max(endOfToken(), text.offsetByCodePoints(at, 1));
        return "\"" + text.substring(at, end) + "\"";
    }

    /** The index behind the number or name that begins here; this one where none does. */
    private int endOfToken() {
        int start = position();
        if (isAtName()) {
            int end = start;
            while (end < text.length() && SymbolTable.isPart(text.charAt(end))) {
                end++;
            }
            return end;
        }
        int end = endOfDigits(start);
        int digits = end - start;
        if (end < text.length() && text.charAt(end) == '.') {
            int fractionEnd = endOfDigits(end + 1);
            digits += fractionEnd - end - 1;
            end = fractionEnd;
        }
        return digits == 0 ? start : endOfExponent(end);
    }

    /** The index behind an exponent, if one begins here: the e of 2e is none. */
    private int endOfExponent(int start) {
        if (start < text.length() && "eE".indexOf(text.charAt(start)) >= 0) {
            boolean sign = start + 1 < text.length() && "+-".indexOf(text.charAt(start + 1)) >= 0;
            int from = start + (sign ? 2 : 1);
            int end = endOfDigits(from);
            return end > from ? end : start;
        }
        return start;
    }

    private int endOfDigits(int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
