package io.slipway.release.drift;

import io.slipway.release.artifact.Change;
import io.slipway.release.bridge.Bridge;
import io.slipway.release.bridge.Crossing;
import io.slipway.release.bridge.Crossing.Remaining;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.bridge.Unfinished;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.catalogue.ColumnPlace;
import io.slipway.release.catalogue.ObjectName;
import io.slipway.release.deploy.Targets;
import io.slipway.release.drift.Drift.Difference;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryState;
import io.slipway.release.packaging.Replay;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the two ways between what a target is and what its history says: there, to adopt what was done by hand, and back,
 * to revert it. Both are found and proved on scratch databases; the target is only read.
 */
final class Ways {
    private final Targets targets;
    private final Replay replay;
    private final Clock clock;

    Ways(Targets targets, Replay replay, Clock clock) {
        this.targets = targets;
        this.replay = replay;
        this.clock = clock;
    }

    /**
     * @param expected the catalogue that the history says
     * @param found the target's catalogue
     * @param chosen the differences that are meant
     * @param unfinished those of them that no script makes
     * @param adopt from what the history says to what the target has, of the chosen ones that are not unfinished
     * @param revert back from there, and from what is unfinished
     */
    record Found(
            HistoryState state,
            Catalogue expected,
            Catalogue found,
            List<Difference> chosen,
            List<Unfinished> unfinished,
            Way adopt,
            Way revert) {

        /** What the target is to be like when the chosen differences are gone. */
        Catalogue reverted() {
            SortedMap<String, CatalogueObject> objects = new TreeMap<>(found.objects());
            chosen.forEach(each -> {
                objects.remove(each.entry().object().key());
                each.entry().before().ifPresent(object -> objects.put(object.key(), object));
            });
            return inOrder(new Catalogue(objects), chosen, found, expected);
        }
    }

    /**
     * @throws SlipwayException {@code drift-script-unavailable} for a product that has none, {@code usage}, and what
     *     {@link Drift} throws
     */
    Found find(DriftWish wish) {
        Bridge bridge = targets.product(wish.project())
                .bridge()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.DRIFT_SCRIPT_UNAVAILABLE,
                        "Scripts for drift are made for PostgreSQL and MariaDB only, and '"
                                + wish.project().name() + "' is on "
                                + wish.project().database() + ".",
                        "'slipway drift " + wish.environment().shown()
                                + "' shows what differs; write the script by hand."));
        try (Target target = targets.open(wish.project(), wish.environment())) {
            HistoryState state = Drift.settled(wish.environment(), wish.artifact(), target);
            List<Change> applied = Drift.applied(wish.artifact(), state);
            Catalogue found = target.catalogue();
            return replay.on(
                    wish.project(),
                    wish.environment(),
                    wish.artifact(),
                    applied,
                    reference -> found(wish, bridge, target, state, found, reference));
        }
    }

    private Found found(
            DriftWish wish,
            Bridge bridge,
            Target target,
            HistoryState state,
            Catalogue found,
            ReferenceDatabase reference) {
        Catalogue expected = reference.target().catalogue();
        Judge judge = new Judge(wish.project(), wish.environment(), wish.artifact(), state, clock);
        List<Difference> chosen = Choice.of(
                CatalogueDifference.between(expected, found).entries().stream()
                        .map(judge::judged)
                        .toList(),
                wish);
        if (chosen.isEmpty()) {
            return new Found(state, expected, found, chosen, List.of(), Way.NONE, Way.NONE);
        }
        Dialect dialect = targets.product(wish.project()).dialect();
        reference.lend(target.roles());
        try (ReferenceDatabase there = copy(reference)) {
            List<Unfinished> unfinished = bridge.unfinished(
                    target, chosen.stream().map(Difference::entry).toList());
            Catalogue wanted = inOrder(finished(with(expected, chosen), unfinished), chosen, expected, found);
            Crossing out = bridge.cross(there.target(), target, wanted);
            Way adopt = proved(dialect, reference, out, wanted);
            try (ReferenceDatabase back = copy(there)) {
                Crossing home = bridge.cross(back.target(), reference.target(), expected);
                Way revert = proved(dialect, there, home, expected)
                        .after(unfinished.stream().map(Unfinished::cure).toList());
                return new Found(state, expected, found, chosen, unfinished, adopt, revert);
            }
        } catch (SqlFailure e) {
            throw SlipwayException.of(
                            ErrorCode.REFERENCE_UNAVAILABLE,
                            "The way could not be looked for to its end: " + e.getMessage(),
                            "Run it again.")
                    .causedBy(e);
        }
    }

    /** Where columns may have any place, they keep the one that they have at the start, and new ones come at the end. */
    private static Catalogue inOrder(Catalogue wanted, List<Difference> chosen, Catalogue start, Catalogue end) {
        Catalogue ordered = wanted;
        for (Difference each : chosen) {
            if (each.anyPlace()) {
                ordered = ColumnPlace.ordered(
                        ordered, ObjectName.owner(each.entry().object().name()), start, end);
            }
        }
        return ordered;
    }

    private static Catalogue with(Catalogue expected, List<Difference> chosen) {
        SortedMap<String, CatalogueObject> objects = new TreeMap<>(expected.objects());
        chosen.forEach(each -> {
            objects.remove(each.entry().object().key());
            each.entry().after().ifPresent(object -> objects.put(object.key(), object));
        });
        return new Catalogue(objects);
    }

    private static Catalogue finished(Catalogue catalogue, List<Unfinished> unfinished) {
        SortedMap<String, CatalogueObject> objects = new TreeMap<>(catalogue.objects());
        unfinished.forEach(each -> {
            objects.remove(each.difference().object().key());
            each.standIn().ifPresent(object -> objects.put(object.key(), object));
        });
        return new Catalogue(objects);
    }

    /** Runs all of it once more from the beginning, as it will run later. */
    private static Way proved(Dialect dialect, ReferenceDatabase start, Crossing crossing, Catalogue wanted) {
        if (!crossing.remaining().isEmpty()) {
            return new Way(dialect, crossing.statements(), true, crossing.remaining());
        }
        try {
            return ran(dialect, start, crossing, wanted, start.target().transactionalDdl());
        } catch (SqlFailure inOne) {
            try {
                return ran(dialect, start, crossing, wanted, false);
            } catch (SqlFailure e) {
                return new Way(
                        dialect,
                        crossing.statements(),
                        false,
                        CatalogueDifference.between(start.target().catalogue(), wanted).entries().stream()
                                .map(entry -> new Remaining(
                                        entry, "the statements fail when they run again: " + e.getMessage()))
                                .toList());
            }
        }
    }

    private static Way ran(
            Dialect dialect, ReferenceDatabase start, Crossing crossing, Catalogue wanted, boolean transactional)
            throws SqlFailure {
        try (ReferenceDatabase database = copy(start)) {
            Target target = database.target();
            if (transactional) {
                target.begin();
            }
            for (Statement statement : crossing.statements()) {
                target.execute(statement.sql());
            }
            if (transactional) {
                target.commit();
            }
            return new Way(
                    dialect,
                    crossing.statements(),
                    transactional,
                    CatalogueDifference.between(target.catalogue(), wanted).entries().stream()
                            .map(entry -> new Remaining(entry, "it came out otherwise when all ran again"))
                            .toList());
        }
    }

    private static ReferenceDatabase copy(ReferenceDatabase database) {
        return database.copy()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.REFERENCE_UNAVAILABLE, "The reference database could not be copied.", ""));
    }

    /** @throws SlipwayException {@code drift-unproved} unless a way leads all of the way */
    static void require(Way way, String verb, DriftWish wish) {
        if (way.proved()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        way.remaining()
                .forEach(each -> text.append("\n    ")
                        .append(each.entry().object().key())
                        .append(": ")
                        .append(each.reason().lines().findFirst().orElse("")));
        throw SlipwayException.of(
                ErrorCode.DRIFT_UNPROVED,
                "No script was found that would " + verb + " everything in '"
                        + wish.environment().shown() + "'; this would differ still:" + text,
                "Take the others with --only, and write what is named here by hand.");
    }
}
