package io.slipway.release.sql;

/**
 * What the words of one PostgreSQL statement say about where it ends: in a {@code BEGIN … END} body semicolons separate
 * the body's own statements, and after {@code COPY … FROM stdin} rows follow.
 */
final class PostgresWords {
    private enum Head {
        START,
        CREATE,
        CREATE_OR,
        CREATE_OR_REPLACE,
        ROUTINE,
        COPY,
        COPY_FROM,
        COPY_FROM_STDIN,
        PLAIN
    }

    private Head head = Head.START;
    private int depth;

    boolean inBody() {
        return depth > 0;
    }

    boolean copyFromStdin() {
        return head == Head.COPY_FROM_STDIN;
    }

    /** A token that is no word has been read. */
    void other() {
        if (head == Head.COPY_FROM) {
            head = Head.COPY;
        } else if (head == Head.START) {
            head = Head.PLAIN;
        }
    }

    void word(Lexer word, boolean outsideParentheses) {
        switch (head) {
            case START -> head = word.is("CREATE") ? Head.CREATE : word.is("COPY") ? Head.COPY : Head.PLAIN;
            case CREATE -> head = word.is("OR") ? Head.CREATE_OR : routineOrPlain(word);
            case CREATE_OR -> head = word.is("REPLACE") ? Head.CREATE_OR_REPLACE : Head.PLAIN;
            case CREATE_OR_REPLACE -> head = routineOrPlain(word);
            case ROUTINE -> {
                if (outsideParentheses) {
                    body(word);
                }
            }
            case COPY -> {
                if (outsideParentheses && word.is("FROM")) {
                    head = Head.COPY_FROM;
                }
            }
            // the server takes STDOUT for the same thing here
            case COPY_FROM -> head = word.is("STDIN") || word.is("STDOUT") ? Head.COPY_FROM_STDIN : Head.COPY;
            case COPY_FROM_STDIN, PLAIN -> {}
        }
    }

    private static Head routineOrPlain(Lexer word) {
        return word.is("FUNCTION") || word.is("PROCEDURE") ? Head.ROUTINE : Head.PLAIN;
    }

    private void body(Lexer word) {
        if (word.is("BEGIN") || depth > 0 && word.is("CASE")) {
            depth++;
        } else if (depth > 0 && word.is("END")) {
            depth--;
        }
    }
}
