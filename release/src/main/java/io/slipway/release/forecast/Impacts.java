package io.slipway.release.forecast;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.estimate.ChangedRows;
import io.slipway.release.estimate.Estimator;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.forecast.Impact.Loss;
import io.slipway.release.forecast.Impact.TableImpact;
import io.slipway.release.script.Kind;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.LockMode;
import io.slipway.release.target.Survey;
import io.slipway.release.target.Survey.Count;
import io.slipway.release.target.Survey.TableFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts what the proof saw together with what is in the target now. */
final class Impacts {
    private static final Set<String> TABLES = Set.of("table", "materialized");
    private static final Set<String> NEEDED = Set.of("table", "view", "materialized view", "column");

    private final Dialect dialect;
    private final Estimator estimator;
    private final Survey survey;

    Impacts(Dialect dialect, Estimator estimator) {
        this.dialect = dialect;
        this.estimator = estimator;
        this.survey = estimator.survey();
    }

    /** Empty for a change that touches nothing which is there. */
    Optional<Impact> of(Kind kind, ChangeProof proof, ScriptSource source) {
        boolean removes =
                proof.objects().stream().anyMatch(object -> !object.event().equals("added"));
        if (proof.work().isEmpty() && proof.locks().isEmpty() && !removes) {
            return Optional.empty();
        }
        List<ChangedRows.Change> changes = Estimator.concerns(proof) ? ChangedRows.of(dialect, source) : List.of();
        Set<String> objects = new HashSet<>(Estimator.objects(proof, changes));
        proof.locks().stream().map(LockSeen::object).filter(Impacts::isTable).forEach(objects::add);
        Map<String, TableFacts> facts = survey.facts(objects);
        return Optional.of(new Impact(
                tables(proof, facts),
                losses(proof, changes, facts),
                breaks(proof),
                estimator.of(kind, proof, changes, facts)));
    }

    private static boolean isTable(String object) {
        return TABLES.contains(object.split(" ", 2)[0]);
    }

    private static List<TableImpact> tables(ChangeProof proof, Map<String, TableFacts> facts) {
        List<TableImpact> tables = new ArrayList<>();
        for (LockSeen lock : proof.locks()) {
            TableFacts here = facts.get(lock.object());
            if (here != null && isTable(lock.object())) {
                tables.add(new TableImpact(
                        lock.object(),
                        lock.mode(),
                        LockMode.of(lock.mode()).map(LockMode::waits).orElse(""),
                        proof.work().stream()
                                .filter(work -> work.object().equals(lock.object()))
                                .toList(),
                        here));
            }
        }
        tables.sort(Comparator.comparing(
                        (TableImpact table) -> LockMode.of(table.lock()).orElse(LockMode.ACCESS_SHARE))
                .reversed()
                .thenComparing(table -> -table.facts().rows()));
        return List.copyOf(tables);
    }

    private List<Loss> losses(ChangeProof proof, List<ChangedRows.Change> changes, Map<String, TableFacts> facts) {
        List<Loss> losses = new ArrayList<>();
        for (WorkSeen work : proof.work()) {
            String object = work.object();
            if (work.work() == Work.DROPPED) {
                // one that an earlier change makes is not there yet
                (object.startsWith("column ")
                                ? survey.count(
                                        "table " + table(object), Optional.of(object.substring(lastDot(object) + 1)))
                                : survey.count(object, Optional.empty()))
                        .ifPresent(count -> losses.add(new Loss(object, Optional.of(count))));
            }
        }
        for (String emptied : Estimator.emptied(proof, changes)) {
            survey.count(emptied, Optional.empty())
                    .ifPresent(count -> losses.add(
                            new Loss("rows of " + emptied.substring("table ".length()), Optional.of(count))));
        }
        for (ChangedRows.Change change : changes) {
            if (change.verb().equals("DELETE") && !change.tables().isEmpty()) {
                deleted(change, facts).ifPresent(losses::add);
            }
        }
        return List.copyOf(losses);
    }

    private Optional<Loss> deleted(ChangedRows.Change change, Map<String, TableFacts> facts) {
        String table = change.tables().get(0);
        if (!facts.containsKey("table " + table)) {
            return Optional.empty();
        }
        if (change.all()) {
            return Optional.of(new Loss("rows of " + table, survey.count("table " + table, Optional.empty())));
        }
        return Optional.of(new Loss(
                "rows of " + table, survey.planned(change.sql()).map(plan -> new Count(plan.rows(), false))));
    }

    /** What the proof saw go or change with it needs no word; what the target has besides does. */
    private List<String> breaks(ChangeProof proof) {
        Set<String> known = new HashSet<>();
        proof.objects().forEach(object -> known.add(object.kind() + " " + object.name()));
        Set<String> back = proof.objects().stream()
                .filter(object -> object.event().equals("added"))
                .map(object -> object.kind() + " " + object.name())
                .collect(Collectors.toSet());
        return proof.objects().stream()
                .filter(object -> NEEDED.contains(object.kind())
                        && (object.event().equals("removed")
                                || object.event().equals("changed")
                                        && object.kind().equals("column"))
                        && !back.contains(object.kind() + " " + object.name()))
                .map(object -> object.kind() + " " + object.name())
                .map(object -> object.startsWith("column ")
                        ? survey.dependents(
                                "table " + table(object), Optional.of(object.substring(lastDot(object) + 1)))
                        : survey.dependents(object, Optional.empty()))
                .flatMap(List::stream)
                .filter(dependent -> !known.contains(dependent))
                .distinct()
                .toList();
    }

    /** {@code column public.t."a.b"} → {@code public.t}. */
    private static String table(String column) {
        return column.substring("column ".length(), lastDot(column));
    }

    private static int lastDot(String name) {
        boolean quoted = false;
        int last = 0;
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '"') {
                quoted = !quoted;
            } else if (name.charAt(i) == '.' && !quoted) {
                last = i;
            }
        }
        return last;
    }
}
