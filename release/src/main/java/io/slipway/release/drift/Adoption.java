package io.slipway.release.drift;

import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.deploy.Targets;
import io.slipway.release.drift.Drift.Difference;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.packaging.Replay;
import io.slipway.release.script.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The adopt verb: makes a script of what was done by hand in one environment. It is packaged and deployed like any
 * other, and where it was done by hand it is written down as there already.
 */
public final class Adoption {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})[_.-].*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Ways ways;

    public Adoption(Targets targets, Replay replay, Clock clock) {
        this.ways = new Ways(targets, replay, clock);
    }

    /**
     * @param script where it was written, in the scripts folder; empty when nothing differs
     * @param way what stands in it
     * @param rollback whether a rollback stands beside it
     * @param elsewhere paths of rerunnable scripts that make one of the objects too
     */
    public record Result(
            String environment,
            Optional<Path> script,
            List<Difference> objects,
            Way way,
            boolean rollback,
            List<String> elsewhere) {}

    /**
     * @param name of the script, without number and end; by default it says where it was done
     * @throws SlipwayException {@code drift-unproved}, {@code drift-script-unavailable}; nothing is written then
     */
    public Result run(DriftWish wish, Optional<String> name) {
        String chosen = name.orElse("adopt_" + wish.environment().shown().replaceAll("[^A-Za-z0-9.-]", "_"));
        if (!NAME.matcher(chosen).matches()) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "'" + chosen.replaceAll("\\p{Cntrl}", "?") + "' is no name for a script.",
                    "Use letters, digits, '.', '_' and '-', a letter or digit first.");
        }
        Ways.Found found = ways.find(wish);
        if (found.chosen().isEmpty()) {
            return new Result(wish.environment().shown(), Optional.empty(), List.of(), Way.NONE, false, List.of());
        }
        requireFinished(wish, found);
        Ways.require(found.adopt(), "adopt", wish);
        boolean rollback = found.revert().proved()
                && (found.revert().transactional() || !found.adopt().transactional());
        return new Result(
                wish.environment().shown(),
                Optional.of(write(wish, found, chosen, rollback)),
                found.chosen(),
                found.adopt(),
                rollback,
                elsewhere(wish, found));
    }

    private static void requireFinished(DriftWish wish, Ways.Found found) {
        if (found.unfinished().isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        found.unfinished()
                .forEach(each -> text.append("\n    ")
                        .append(each.difference().object().key())
                        .append(": ")
                        .append(each.advice()));
        throw SlipwayException.of(
                ErrorCode.DRIFT_UNPROVED,
                "In '" + wish.environment().shown() + "' a statement failed half-way, and no script makes what it left:"
                        + text,
                "Finish it so, or take it back with 'slipway revert "
                        + wish.environment().shown() + "'; or adopt the others with --only.");
    }

    private static Path write(DriftWish wish, Ways.Found found, String name, boolean rollback) {
        Path folder = wish.project().scripts().resolve(Kind.DDL.folder());
        try {
            Files.createDirectories(folder);
            String stem = next(folder).map(number -> number + "_").orElse("") + name;
            Path script = folder.resolve(stem + ".sql");
            Files.writeString(script, text(wish, found), StandardOpenOption.CREATE_NEW);
            if (rollback) {
                Files.writeString(
                        folder.resolve(stem + ".rollback.sql"), found.revert().script(), StandardOpenOption.CREATE_NEW);
            }
            return script;
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNWRITABLE,
                            "The script could not be written: " + e,
                            "See to it that it can be written there and no file has its name, or take another --name.")
                    .causedBy(e);
        }
    }

    /** One more than the highest, where scripts are numbered. */
    private static Optional<Long> next(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NUMBER.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(match -> Long.parseLong(match.group(1)))
                    .max(Long::compare)
                    .map(highest -> highest + 1);
        }
    }

    private static String text(DriftWish wish, Ways.Found found) {
        String where = wish.environment().shown();
        StringBuilder text = new StringBuilder("-- slipway adopted: " + where + "\n");
        if (!found.adopt().transactional()) {
            text.append("-- slipway transaction: off\n");
        }
        text.append("-- Done by hand in ").append(where).append(", where it is written down and not run:\n");
        found.chosen()
                .forEach(each -> text.append("--   ")
                        .append(Remark.of(each.entry().toString()))
                        .append('\n'));
        return text.append('\n').append(found.adopt().script()).toString();
    }

    /** Whoever edits such a script later puts the object back to what it was there. */
    private static List<String> elsewhere(DriftWish wish, Ways.Found found) {
        Set<String> keys =
                found.chosen().stream().map(each -> each.entry().object().key()).collect(Collectors.toSet());
        return wish.artifact().manifest().standing().stream()
                .filter(change -> change.rerunnable())
                .filter(change -> wish.artifact().proof().of(change).objects().stream()
                        .map(Adoption::key)
                        .anyMatch(keys::contains))
                .map(change -> change.path())
                .distinct()
                .toList();
    }

    private static String key(ObjectSeen seen) {
        return seen.kind() + " " + seen.name();
    }
}
