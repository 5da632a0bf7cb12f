package io.slipway.release.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.estimate.Estimate.Basis;
import io.slipway.release.forecast.Risk.Level;
import io.slipway.release.report.ErrorReport;
import io.slipway.release.report.FindingReport;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.report.ForecastReport.PendingChange;
import io.slipway.release.report.ForecastReport.RollbackCoverage;
import io.slipway.release.report.ImpactReport;
import io.slipway.release.report.ImpactReport.LossReport;
import io.slipway.release.report.ImpactReport.TableReport;
import io.slipway.release.report.ManyForecastReport;
import io.slipway.release.report.RiskReport;
import io.slipway.testkit.Golden;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ForecastPageTest {
    private static final Instant AT = Instant.parse("2026-11-30T02:05:00Z");
    private static final long MEGA = 1 << 20;
    private static final String NASTY = "</title></style><script>alert(1)</script>\" onload='x' \u202Eevil\u0000&amp;";

    /** The file is a page that a browser shows as it stands. */
    @Test
    void aForecastIsOnePage() {
        Golden.ofModule().check("forecast-page.html", ForecastPage.of(shop(), AT));
    }

    @Test
    void namesOfOthersCannotLeaveTheirPlace() {
        PendingChange change = change(
                NASTY,
                "none",
                Optional.of(NASTY),
                impact(
                        20,
                        NASTY,
                        "everybody",
                        MEGA,
                        List.of(new LossReport(NASTY, Optional.empty(), false, false)),
                        NASTY));
        String page = ForecastPage.of(
                report(
                        List.of(change),
                        List.of(new RiskReport(NASTY, Level.HIGH, 20, List.of(NASTY))),
                        List.of(NASTY),
                        Optional.of(new ErrorReport("x", "x", NASTY, NASTY, Optional.empty()))),
                AT);
        assertThat(page).doesNotContain("<script", "\u202E", "\u0000", "onload='x'", "&amp;amp;&amp;");
        assertThat(page.split("</title></style>", -1)).hasSize(1);
        assertThat(page).contains("\\u202eevil\\u0000&amp;amp;");
        // attributes and text alike
        assertThat(Pattern.compile("&lt;script&gt;").matcher(page).results().count())
                .isGreaterThan(8);
    }

    @Test
    void nothingIsFetchedAndNothingRuns() {
        String page = ForecastPage.of(shop(), AT);
        assertThat(page).contains("<html lang=\"en\">", "<title>Forecast: 2.4.0 to prod</title>", "name=\"viewport\"");
        assertThat(page).doesNotContain("http://", "https://", "url(", "@import", "src=", "href=", "<script");
    }

    @Test
    void circlesOfThePictureDoNotHideEachOther() {
        List<PendingChange> pending = new ArrayList<>();
        List<RiskReport> risks = new ArrayList<>();
        for (int i = 0; i < RiskPicture.SHOWN + 5; i++) {
            pending.add(change("ddl/" + i + ".sql", "proved", Optional.empty(), impact(5, "t", "writers", MEGA << i)));
            risks.add(new RiskReport("ddl/" + i + ".sql", Level.LOW, 5, List.of("writers wait")));
        }
        String page = ForecastPage.of(report(pending, risks, List.of(), Optional.empty()), AT);
        List<String> places = Pattern.compile("cx=\"(\\S+)\" cy=\"(\\d+)\"")
                .matcher(page)
                .results()
                .map(place -> place.group(1) + " " + place.group(2))
                .toList();
        assertThat(places).hasSize(RiskPicture.SHOWN).doesNotHaveDuplicates();
        assertThat(page).contains("The first " + RiskPicture.SHOWN + " of " + (RiskPicture.SHOWN + 5) + ".");
    }

    @Test
    void manyDatabasesAreToldOncePerSort() {
        String page = ForecastPage.of(
                new ManyForecastReport(
                        1,
                        "prod",
                        "2.4.0",
                        false,
                        List.of(
                                new ManyForecastReport.Group(List.of("berlin", "paris"), shop()),
                                new ManyForecastReport.Group(
                                        List.of("rome"), report(List.of(), List.of(), List.of(), Optional.empty()))),
                        List.of(new ManyForecastReport.Unknown(
                                "oslo",
                                new ErrorReport("x", "x", "It does not answer.", "Start it.", Optional.empty())))),
                AT);
        assertThat(page)
                .contains("2 of 4 databases", "berlin, paris", "1 of 4 databases", "Nothing is pending.")
                .contains("oslo could not be looked at.</strong> It does not answer. Start it.")
                .contains("id=\"f1-title\"");
    }

    private static ForecastReport shop() {
        return report(
                List.of(
                        change(
                                "ddl/41_amount_is_bigint.sql",
                                "not-proved",
                                Optional.of("After it, table public.orders still has column amount_old."),
                                impact(410_000, "public.orders", "everybody", 38_000 * MEGA)),
                        change(
                                "ddl/40_fax.sql",
                                "none",
                                Optional.empty(),
                                impact(
                                        2,
                                        "public.customer",
                                        "everybody",
                                        900 * MEGA,
                                        List.of(new LossReport(
                                                "column public.customer.fax", Optional.of(7_512L), true, false)),
                                        "view report.faxes")),
                        change(
                                "ddl/42_by_customer.sql",
                                "proved",
                                Optional.empty(),
                                impact(9_400, "public.orders", "writers", 38_000 * MEGA)),
                        change(
                                "ddl/43_check.sql",
                                "proved",
                                Optional.empty(),
                                impact(320, "public.stock", "everybody", 60 * MEGA)),
                        change(
                                "data_dml/7_seen.sql",
                                "none",
                                Optional.empty(),
                                impact(
                                        3_100,
                                        "public.seen",
                                        "nobody",
                                        400 * MEGA,
                                        List.of(new LossReport(
                                                "rows of public.seen", Optional.of(1_200_000L), false, false)))),
                        change("view/orders_open.sql", "proved", Optional.empty(), impact(3, "public.x", "nobody", 0)),
                        change(
                                "ddl/44_note.sql",
                                "proved",
                                Optional.empty(),
                                impact(2, "public.item", "everybody", 9 * MEGA))),
                List.of(
                        risk(
                                "ddl/41_amount_is_bigint.sql",
                                Level.HIGH,
                                410_000,
                                "everybody waits for table public.orders about 7 min (AccessExclusive, 310.0 million rows, 37 GB): it gets a new file"),
                        risk(
                                "data_dml/7_seen.sql",
                                Level.HIGH,
                                3_100,
                                "rows of public.seen go: about 1.2 million rows (estimated)"),
                        risk(
                                "ddl/40_fax.sql",
                                Level.HIGH,
                                2,
                                "what is in column public.customer.fax goes: 7512 values"),
                        risk(
                                "ddl/42_by_customer.sql",
                                Level.HIGH,
                                9_400,
                                "writers wait for table public.orders about 9.4 s (Share, 310.0 million rows, 37 GB): an index is built"),
                        risk(
                                "ddl/43_check.sql",
                                Level.MEDIUM,
                                320,
                                "everybody waits for table public.stock about 320 ms"),
                        risk("ddl/44_note.sql", Level.LOW, 2, "everybody waits for table public.item under 0.1 s")),
                List.of("ddl/40_fax.sql removes public.customer.fax."),
                Optional.empty());
    }

    private static RiskReport risk(String path, Level level, long millis, String sentence) {
        return new RiskReport(path, level, millis, List.of(sentence));
    }

    private static ForecastReport report(
            List<PendingChange> pending, List<RiskReport> risks, List<String> warnings, Optional<ErrorReport> error) {
        return new ForecastReport(
                1,
                "prod",
                "2.4.0",
                "PostgreSQL 18.1",
                Optional.of("2.3.0"),
                Optional.empty(),
                error.isEmpty(),
                pending,
                List.of(),
                new RollbackCoverage(count(pending, "proved"), count(pending, "not-proved"), count(pending, "none")),
                true,
                risks,
                warnings,
                error);
    }

    private static long count(List<PendingChange> pending, String rollback) {
        return pending.stream()
                .filter(change -> change.rollback().equals(rollback))
                .count();
    }

    private static PendingChange change(String path, String rollback, Optional<String> reason, ImpactReport impact) {
        return new PendingChange(
                path,
                path,
                path.contains("/") ? path.substring(0, path.indexOf('/')) : "ddl",
                "d",
                1,
                0,
                true,
                !impact.losses().isEmpty(),
                rollback,
                reason,
                Optional.empty(),
                List.of(new LockSeen(impact.tables().get(0).object(), "AccessExclusiveLock")),
                List.of(new WorkSeen(impact.tables().get(0).object(), Work.REWRITTEN, 1)),
                List.of(new ObjectSeen(
                        "changed", "column", impact.tables().get(0).object() + ".c")),
                Optional.of(impact),
                List.of(new FindingReport("drop-table", "warn", path, 1, 1, "Its rows are gone.", Optional.empty())));
    }

    private static ImpactReport impact(long millis, String table, String waits, long bytes) {
        return impact(millis, table, waits, bytes, List.of());
    }

    private static ImpactReport impact(
            long millis, String table, String waits, long bytes, List<LossReport> losses, String... breaks) {
        return new ImpactReport(
                millis,
                Basis.HISTORY,
                List.of(new TableReport(
                        "table " + table,
                        waits.equals("writers") ? "ShareLock" : "AccessExclusiveLock",
                        waits,
                        List.of("rewritten"),
                        bytes / 100,
                        bytes,
                        bytes / 4,
                        1,
                        2,
                        3,
                        Optional.empty(),
                        1,
                        0,
                        OptionalLong.of(4))),
                losses,
                List.of(breaks));
    }
}
