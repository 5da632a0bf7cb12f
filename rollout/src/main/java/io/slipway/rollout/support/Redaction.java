package io.slipway.rollout.support;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes values out of what a database said, before it leaves for people who may not see the data. Names of tables,
 * columns, keys and the like stay: without them nobody can help.
 */
public final class Redaction {
    private static final String GONE = "…";
    private static final int LONGEST = 2000;
    /** What drivers give where they know no state. */
    private static final String UNSTATED = "HY000";

    /** What stands before a name in quotes, in the messages of PostgreSQL, MariaDB and SQLite. */
    private static final Pattern NOUN = Pattern.compile(
            "(?i)(?:table|column|columns|relation|index|constraint|key|view|function|procedure|trigger|type|schema|"
                    + "database|sequence|role|operator|field|extension|savepoint|language|event|partition|table or view)"
                    + " $");

    private static final Pattern IN_QUOTES = Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$.]{0,127}");
    /** {@code Key (email)=(a@b.c)}, {@code Failing row contains (…)}, {@code VALUES (…)}. */
    private static final Pattern ROW =
            Pattern.compile("(?i)(=\\s*|contains\\s*|values\\s*)\\((?:[^()]|\\([^()]*\\))*(?:\\)|$)");

    private static final Pattern ASSIGNED =
            Pattern.compile("(?i)\\b(password|passwd|pwd|secret|token|api[-_]?key|user|username)(\\s*[=:]\\s*)(\\S+)");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@\"'()<>=/:…]+@[^\\s@\"'()<>]+");
    private static final Pattern URL_LOGIN = Pattern.compile("://[^\\s/@]+@");
    /** How our own sentences give the state before the database's words: {@code Statement 2 failed [42P01]: …}. */
    private static final Pattern STATE = Pattern.compile("\\[([0-9A-Z]{5})\\]: ");

    /** A state that is all figures is no value. */
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\p{N}_.#:-])(?!(?<=\\[)\\d{5}]: )\\d{5,}(?:[.-]\\d+)*");

    private Redaction() {}

    /**
     * What may be told of an error with this SQLSTATE. The text of one that a function or a trigger raised is left out as
     * a whole: no pattern knows what somebody wrote there.
     *
     * @param place where those who may can read it
     */
    public static String of(String sqlState, String message, String place) {
        return RaisedText.is(sqlState, message) ? leftOut(place) : of(message);
    }

    /** Likewise for a sentence of ours that quotes what a database said, once or more. */
    public static String ofSentence(String sentence, String place) {
        Matcher state = STATE.matcher(sentence);
        boolean stated = false;
        while (state.find()) {
            stated = true;
            if (RaisedText.is(state.group(1), sentence.substring(state.end()))) {
                return of(sentence.substring(0, state.end())) + leftOut(place);
            }
        }
        return !stated && RaisedText.is(UNSTATED, sentence) ? leftOut(place) : of(sentence);
    }

    private static String leftOut(String place) {
        return "left out, for a function or trigger of the database wrote it, and it may quote data; who may see "
                + place + " reads it there.";
    }

    public static String of(String message) {
        String text = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
        text = ROW.matcher(text).replaceAll("$1(" + GONE + ")");
        text = URL_LOGIN.matcher(text).replaceAll("://" + GONE + "@");
        text = quoted(text);
        text = ASSIGNED.matcher(text).replaceAll("$1$2" + GONE);
        text = ADDRESS.matcher(text).replaceAll(GONE);
        return NUMBER.matcher(text).replaceAll(GONE);
    }

    /** In quotes only a name is kept, and only where the message says what it is the name of. */
    private static String quoted(String text) {
        StringBuilder kept = new StringBuilder();
        Matcher quotes = IN_QUOTES.matcher(text);
        int done = 0;
        while (quotes.find()) {
            String before = text.substring(done, quotes.start());
            kept.append(before);
            String inside = quotes.group().substring(1, quotes.group().length() - 1);
            boolean named = NOUN.matcher(kept).find() && NAME.matcher(inside).matches()
                    // MariaDB: Unknown column 'x' in 'field list'
                    || inside.equals("field list")
                    || inside.equals("where clause")
                    || inside.equals("on clause");
            char quote = quotes.group().charAt(0);
            kept.append(quote).append(named ? inside : GONE).append(quote);
            done = quotes.end();
        }
        String rest = text.substring(done);
        // A quote that never closes was cut off, or is an apostrophe.
        int open = rest.indexOf('"');
        return kept.append(open < 0 ? rest : rest.substring(0, open) + GONE).toString();
    }
}
