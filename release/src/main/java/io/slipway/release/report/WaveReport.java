package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.release.deploy.WaveResult;
import io.slipway.release.deploy.WaveResult.End;
import io.slipway.release.error.Category;
import io.slipway.release.error.SlipwayException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a deployment to many databases ended.
 *
 * @param result {@code completed}, {@code nothing-to-do}, {@code failed} or {@code refused}
 * @param stopped why not all were begun: {@code canary}, {@code failures}, {@code refused} or {@code cancelled}; absent
 *     when they were
 * @param asBefore whether no database is other than it was
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WaveReport(
        int formatVersion,
        String environment,
        String version,
        String result,
        Optional<String> stopped,
        boolean asBefore,
        long millis,
        List<DatabaseResult> databases) {

    /**
     * One database.
     *
     * @param result {@code completed}, {@code nothing-to-do}, {@code failed}, {@code refused} or {@code not-begun}
     * @param applied how many changes ran
     * @param notRun how many were left out by labels or contexts or, after a failure, not reached
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record DatabaseResult(
            String name,
            String result,
            int applied,
            int notRun,
            long millis,
            boolean asBefore,
            Optional<String> failedPath,
            Optional<ErrorReport> error) {

        static DatabaseResult of(WaveResult.Row row) {
            return new DatabaseResult(
                    row.database(),
                    word(row.end()),
                    row.applied(),
                    row.notRun(),
                    row.millis(),
                    row.asBefore(),
                    row.failedPath(),
                    row.error().map(ErrorReport::of));
        }
    }

    public static WaveReport of(WaveResult result) {
        return new WaveReport(
                Reports.FORMAT_VERSION,
                result.environment(),
                result.version(),
                whole(result),
                result.stop().map(WaveReport::word),
                result.asBefore(),
                result.millis(),
                result.rows().stream().map(DatabaseResult::of).toList());
    }

    private static String whole(WaveResult result) {
        if (result.whole()) {
            return word(result.asBefore() ? End.NOTHING_TO_DO : End.COMPLETED);
        }
        return word(category(result) == Category.REFUSED ? End.REFUSED : End.FAILED);
    }

    /** What sort of end it came to: part-way as soon as one database is other than it was and not all have the artifact. */
    public static Category category(WaveResult result) {
        if (!result.asBefore()) {
            return Category.PARTIAL;
        }
        return result.rows().stream()
                .flatMap(row -> row.error().stream())
                .findFirst()
                .map(SlipwayException::code)
                .map(code -> code.category())
                .orElse(Category.FAILED);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
