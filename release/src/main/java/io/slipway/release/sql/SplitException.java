package io.slipway.release.sql;

/** A script that cannot be cut into statements: where, and why in words for its author. */
public final class SplitException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    public SplitException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
