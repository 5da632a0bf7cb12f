package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.drift.Drift;
import io.slipway.release.project.DriftException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a target's schema differs from what its history says.
 *
 * @param version empty when nothing was deployed
 * @param rights likewise, of grants and default privileges
 * @param allowed how many of both do not count: an exception of the project file allows them for now, or only the place
 *     of a column differs where something was adopted
 */
public record DriftReport(
        int formatVersion,
        String environment,
        String version,
        String server,
        List<DriftedObject> objects,
        List<DriftedObject> rights,
        long allowed) {

    /**
     * One object.
     *
     * @param drift {@code extra} (only the target has it), {@code missing} or {@code changed}
     * @param expected its definition as the history has it; absent for what is extra
     * @param found its definition in the target; absent for what is missing
     * @param allowed whether an exception allows it, or {@code place}
     * @param place only the place of a column differs, in a table of which something was adopted there
     * @param exception why it is allowed, or was; absent when it never was
     * @param until the exception's last day
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record DriftedObject(
            String drift,
            String kind,
            String name,
            Optional<String> expected,
            Optional<String> found,
            boolean allowed,
            boolean place,
            Optional<String> exception,
            Optional<String> until) {

        static DriftedObject of(Drift.Difference difference) {
            CatalogueDifference.Entry entry = difference.entry();
            return new DriftedObject(
                    switch (entry.event()) {
                        case "added" -> "extra";
                        case "removed" -> "missing";
                        default -> "changed";
                    },
                    entry.object().kind(),
                    entry.object().name(),
                    entry.before().map(CatalogueObject::definition),
                    entry.after().map(CatalogueObject::definition),
                    difference.allowed(),
                    difference.onlyPlace(),
                    difference.exception().map(DriftException::reason),
                    difference.exception().map(each -> each.until().toString()));
        }
    }

    public static DriftReport of(Drift.Result drift) {
        return new DriftReport(
                Reports.FORMAT_VERSION,
                drift.environment(),
                drift.current().map(entry -> entry.version()).orElse(""),
                drift.server().toString(),
                drift.objects().stream().map(DriftedObject::of).toList(),
                drift.rights().stream().map(DriftedObject::of).toList(),
                Stream.concat(drift.objects().stream(), drift.rights().stream())
                        .filter(Drift.Difference::allowed)
                        .count());
    }

    /** @param withRights whether grants and default privileges count */
    public boolean differs(boolean withRights) {
        return Stream.concat(objects.stream(), withRights ? rights.stream() : Stream.empty())
                .anyMatch(each -> !each.allowed());
    }
}
