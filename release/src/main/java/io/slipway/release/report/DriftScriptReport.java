package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.release.drift.Adoption;
import io.slipway.release.drift.Drift.Difference;
import io.slipway.release.drift.Reversion;
import io.slipway.release.drift.Way;
import io.slipway.release.report.DriftReport.DriftedObject;
import java.util.List;
import java.util.Optional;

/**
 * A script that adopts or reverts what was done by hand.
 *
 * @param result {@code nothing-to-do}, {@code written}, {@code shown} or {@code completed} (it ran)
 * @param file where it was written
 * @param objects what it is about
 * @param warnings what it takes away, and what it guesses
 * @param transactional whether it runs in one transaction
 * @param rollback whether its rollback was written beside it; of an adopted one only
 * @param elsewhere rerunnable scripts that make one of the objects too; of an adopted one only
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DriftScriptReport(
        int formatVersion,
        String environment,
        String result,
        Optional<String> file,
        List<DriftedObject> objects,
        String script,
        List<String> warnings,
        boolean transactional,
        Optional<Boolean> rollback,
        List<String> elsewhere) {

    public static DriftScriptReport of(Adoption.Result adopted) {
        return of(
                adopted.environment(),
                adopted.script().isPresent() ? "written" : "nothing-to-do",
                adopted.script().map(Object::toString),
                adopted.objects(),
                adopted.way(),
                Optional.of(adopted.rollback()),
                adopted.elsewhere());
    }

    /** @param file where it was written, if it was */
    public static DriftScriptReport of(Reversion.Result reverted, Optional<String> file) {
        String result = reverted.ran() ? "completed" : file.isPresent() ? "written" : "shown";
        return of(
                reverted.environment(),
                reverted.objects().isEmpty() ? "nothing-to-do" : result,
                file,
                reverted.objects(),
                reverted.way(),
                Optional.empty(),
                List.of());
    }

    private static DriftScriptReport of(
            String environment,
            String result,
            Optional<String> file,
            List<Difference> objects,
            Way way,
            Optional<Boolean> rollback,
            List<String> elsewhere) {
        return new DriftScriptReport(
                Reports.FORMAT_VERSION,
                environment,
                result,
                file,
                objects.stream().map(DriftedObject::of).toList(),
                way.script(),
                way.warnings(),
                way.transactional(),
                rollback,
                elsewhere);
    }
}
