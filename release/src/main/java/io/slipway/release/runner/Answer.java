package io.slipway.release.runner;

import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.report.DeployReport;
import io.slipway.release.report.ErrorReport;
import java.util.List;
import java.util.Optional;

/**
 * What became of an {@link Order}: exactly one of these is there.
 *
 * @param picture of a look
 * @param catalogue of a reading of the catalogue
 * @param report of a deployment or a rollback
 * @param settled of a resolution
 * @param error why it was refused, or could not be done
 */
public record Answer(
        Optional<TargetPicture> picture,
        Optional<List<CatalogueObject>> catalogue,
        Optional<DeployReport> report,
        Optional<JournalEntry> settled,
        Optional<ErrorReport> error) {

    static Answer of(TargetPicture picture) {
        return new Answer(Optional.of(picture), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Answer of(List<CatalogueObject> catalogue) {
        return new Answer(
                Optional.empty(), Optional.of(catalogue), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Answer of(DeployReport report) {
        return new Answer(Optional.empty(), Optional.empty(), Optional.of(report), Optional.empty(), Optional.empty());
    }

    static Answer of(JournalEntry settled) {
        return new Answer(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(settled), Optional.empty());
    }

    public static Answer of(SlipwayException e) {
        return new Answer(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(ErrorReport.of(e)));
    }

    /** @throws SlipwayException the error, as it was where it happened */
    public Answer orThrow() {
        error.ifPresent(report -> {
            throw report.exception();
        });
        return this;
    }
}
