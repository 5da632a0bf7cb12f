package io.slipway.release.estimate;

import io.slipway.release.target.Survey.Fired;
import io.slipway.release.target.Survey.TableFacts;
import java.time.Duration;

/**
 * What work on a table takes on the machine on which these figures were measured ({@code docs/forecast.md} has how), in
 * nanoseconds per row and per byte. Other machines are compared with it by the time that they take to sort, and corrected
 * by what their own deployments took.
 */
final class StandardCost {
    /** What {@link io.slipway.release.target.Survey#sorting} takes there. */
    static final Duration SORTING = Duration.ofMillis(24);

    private static final double SCAN_ROW = 35;
    private static final double SCAN_BYTE = 0.2;
    private static final double REWRITE_ROW = 350;
    private static final double REWRITE_BYTE = 4.5;
    /** Per row and doubling of the rows. */
    private static final double SORT_ROW = 32;

    private static final double COMPARE_ROW = 250;
    /** Those that are looked up in are read and hashed first. */
    private static final double COMPARED_WITH_ROW = 550;

    private static final double CHANGE_ROW = 1_000;
    private static final double CHANGE_BYTE = 5;
    private static final double CHANGE_INDEX = 4_000;

    /** For each row: a look into another table's index. */
    private static final double CHECK_ROW = 5_000;
    /** What a trigger does is not known; less than calling it, it does not take. */
    private static final double TRIGGER_ROW = 1_500;

    private StandardCost() {}

    static double scan(TableFacts table) {
        return table.rows() * SCAN_ROW + table.bytes() * SCAN_BYTE;
    }

    static double rewrite(TableFacts table) {
        return table.rows() * REWRITE_ROW + table.bytes() * REWRITE_BYTE;
    }

    /** Of one index over a table of so many rows. */
    static double index(long rows) {
        return rows < 2 ? 0 : rows * SORT_ROW * Math.log((double) rows) / Math.log(2);
    }

    /** @param referenced rows of the table that a foreign key refers to */
    static double compare(TableFacts table, long referenced) {
        return table.rows() * COMPARE_ROW + referenced * COMPARED_WITH_ROW;
    }

    /** Of writing some rows into a table, each of whose indexes gets an entry for each. */
    static double write(TableFacts table, long rows) {
        double width = table.rows() == 0 ? 0 : (double) table.bytes() / table.rows();
        return rows * (CHANGE_ROW + CHANGE_BYTE * width + CHANGE_INDEX * table.indexes());
    }

    /** Of writing some rows, as wide as those of a table, into one that has no index. */
    static double fill(TableFacts like, long rows) {
        return fill(rows) + rows * CHANGE_BYTE * (like.rows() == 0 ? 0 : (double) like.bytes() / like.rows());
    }

    static double fill(long rows) {
        return rows * CHANGE_ROW;
    }

    /** Of what fires for each of some rows. */
    static double fire(Fired fired, long rows) {
        return rows * (CHECK_ROW * fired.foreignKeys() + TRIGGER_ROW * fired.triggers());
    }

    /** Of marking some rows as deleted: indexes keep theirs. */
    static double delete(long rows) {
        return rows * CHANGE_ROW;
    }
}
