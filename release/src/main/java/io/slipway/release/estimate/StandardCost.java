package io.slipway.release.estimate;

import io.slipway.release.target.Survey.Fired;
import io.slipway.release.target.Survey.Plan;
import io.slipway.release.target.Survey.TableFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
    /** In a query, which puts each row together and looks at its condition. */
    private static final double QUERY_ROW = 120;

    private static final double REWRITE_ROW = 350;
    private static final double REWRITE_BYTE = 4.5;
    /** Per row and doubling of the rows. */
    private static final double SORT_ROW = 32;

    /** Of an index: for each key, when all are sorted. */
    private static final double LOAD_ROW = 300;

    private static final double COMPARE_ROW = 250;
    /** Those that are looked up in are read and hashed first. */
    private static final double COMPARED_WITH_ROW = 550;

    private static final double CHANGE_ROW = 1_000;
    private static final double CHANGE_BYTE = 5;
    private static final double CHANGE_INDEX = 4_000;
    /** A page that is changed for the first time in a while is written to the log as a whole. */
    private static final double CHANGE_PAGE = 20_000;

    private static final double PAGE_BYTES = 8_192;
    /** {@code min_parallel_table_scan_size} as it is unless somebody set it. */
    private static final double PARALLEL_PAGES = 1_024;

    /** For each row: a look into another table's index. */
    private static final double CHECK_ROW = 5_000;
    /** What a trigger does is not known; less than calling it, it does not take. */
    private static final double TRIGGER_ROW = 1_500;

    private StandardCost() {}

    static double scan(TableFacts table) {
        return table.rows() * SCAN_ROW + table.bytes() * SCAN_BYTE;
    }

    static double query(TableFacts table) {
        return table.rows() * QUERY_ROW + table.bytes() * SCAN_BYTE;
    }

    static double rewrite(TableFacts table) {
        return table.rows() * REWRITE_ROW + table.bytes() * REWRITE_BYTE;
    }

    /** Of one index over a table of so many rows. */
    static double index(long rows) {
        return rows < 2 ? 0 : rows * SORT_ROW * Math.log((double) rows) / Math.log(2);
    }

    /** What an index of so many rows takes besides sorting them. */
    static double load(long rows) {
        return rows * LOAD_ROW;
    }

    /**
     * How many times as fast an index of a table is made as by one process. PostgreSQL takes a second one from 1,024 pages
     * on and another for three times as many, up to two besides the first unless it is told otherwise
     * (<a href="https://www.postgresql.org/docs/18/runtime-config-resource.html#GUC-MAX-PARALLEL-MAINTENANCE-WORKERS">its
     * settings</a>); they wait for each other and for the disk, so that each counts half.
     */
    static double atATime(TableFacts table) {
        double pages = table.bytes() / PAGE_BYTES;
        long more = pages < PARALLEL_PAGES ? 0 : pages < 3 * PARALLEL_PAGES ? 1 : 2;
        return 1 + more / 2.0;
    }

    /** @param referenced rows of the table that a foreign key refers to */
    static double compare(TableFacts table, long referenced) {
        return table.rows() * COMPARE_ROW + referenced * COMPARED_WITH_ROW;
    }

    /**
     * Of writing some rows into a table, each of whose indexes gets an entry for each.
     *
     * @param sources where they come from: so wide are they, where the table has none
     */
    static double write(TableFacts table, List<TableFacts> sources, long rows) {
        double width = table.rows() > 0
                ? width(table)
                : sources.stream().mapToDouble(StandardCost::width).max().orElse(0);
        return rows * (CHANGE_ROW + CHANGE_BYTE * width + CHANGE_INDEX * table.indexes());
    }

    /** Of writing some rows, as wide as those of a table, into one that has no index. */
    static double fill(TableFacts like, long rows) {
        return fill(rows) + rows * CHANGE_BYTE * width(like);
    }

    /** Bytes of a row. */
    private static double width(TableFacts table) {
        return table.rows() == 0 ? 0 : (double) table.bytes() / table.rows();
    }

    /**
     * Of the pages on which rows are changed. Where they are looked for from one end to the other they lie here and there,
     * where an index leads to them, side by side.
     */
    static double touch(TableFacts table, Plan plan, Optional<Long> pages) {
        double all = Math.max(1, table.bytes() / PAGE_BYTES);
        double likely = plan.readsAll() ? plan.rows() : plan.rows() * width(table) / PAGE_BYTES;
        return CHANGE_PAGE * Math.min(all, pages.map(Long::doubleValue).orElse(likely));
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
