package io.slipway.release.rules;

/**
 * One place where a rule does not hold.
 *
 * @param rule its id
 * @param script path relative to the scripts folder
 * @param line from 1; 1 when it is about the script as a whole
 * @param column from 1, in characters
 * @param message what is wrong there, one sentence
 * @param fix what to do, one or two sentences
 */
public record Finding(String rule, Severity severity, String script, int line, int column, String message, String fix) {

    /** {@code ddl/1_shop.sql:3:1}. */
    public String place() {
        return script + ":" + line + ":" + column;
    }
}
