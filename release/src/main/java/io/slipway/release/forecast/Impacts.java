package io.slipway.release.forecast;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.catalogue.ObjectName;
import io.slipway.release.estimate.ChangedRows;
import io.slipway.release.estimate.Estimator;
import io.slipway.release.estimate.NulledValues;
import io.slipway.release.estimate.ReplacedValues;
import io.slipway.release.estimate.RetypedColumns;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.forecast.Impact.Loss;
import io.slipway.release.forecast.Impact.TableImpact;
import io.slipway.release.script.Kind;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.LockMode;
import io.slipway.release.target.Survey;
import io.slipway.release.target.Survey.Count;
import io.slipway.release.target.Survey.Emptied;
import io.slipway.release.target.Survey.TableFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts what the proof saw together with what is in the target now. */
final class Impacts {
    private static final Set<String> TABLES = Set.of("table", "materialized", "foreign");
    private static final Set<String> OTHERS = Set.of("view", "sequence");
    /** Of a table of which only an index is locked. */
    private static final String UNLOCKED = LockMode.ACCESS_SHARE.shown();

    private static final Set<String> NEEDED = Set.of("table", "view", "materialized view", "column");

    private final Dialect dialect;
    private final Estimator estimator;
    private final Survey survey;
    /** Objects that changes asked about before take away, so that they are not there to break. */
    private final Set<String> gone = new HashSet<>();

    Impacts(Dialect dialect, Estimator estimator) {
        this.dialect = dialect;
        this.estimator = estimator;
        this.survey = estimator.survey();
    }

    /**
     * Asked about changes in the order in which they run.
     *
     * @return empty for a change that touches nothing which is there
     */
    Optional<Impact> of(Kind kind, ChangeProof proof, ScriptSource source) {
        Optional<Impact> impact = impact(kind, proof, source);
        proof.objects().forEach(object -> {
            if (object.event().equals("removed")) {
                gone.add(key(object));
            } else {
                gone.remove(key(object));
            }
        });
        return impact;
    }

    private static String key(ObjectSeen object) {
        return object.kind() + " " + object.name();
    }

    private Optional<Impact> impact(Kind kind, ChangeProof reference, ScriptSource source) {
        ChangeProof proof = estimator.there(reference, ChangedRows.retimed(dialect, reference, source));
        boolean removes =
                proof.objects().stream().anyMatch(object -> !object.event().equals("added"));
        // what hangs on a condition did nothing where there were no rows: the proof knows nothing of it
        List<ChangedRows.Change> changes = ChangedRows.of(dialect, source);
        if (proof.work().isEmpty() && proof.locks().isEmpty() && !removes && changes.isEmpty()) {
            return Optional.empty();
        }
        Set<String> objects = new HashSet<>(Estimator.objects(proof, changes));
        Map<String, String> indexes = unusable(proof);
        proof.locks().stream().filter(Impacts::isTable).map(LockSeen::object).forEach(objects::add);
        objects.addAll(indexes.values());
        Map<String, TableFacts> facts = survey.facts(objects);
        return Optional.of(new Impact(
                tables(proof, facts, indexes),
                Stream.of(
                                losses(proof, changes, facts),
                                replaced(proof, source),
                                changes.stream()
                                                .anyMatch(
                                                        change -> change.verb().equals("UPDATE"))
                                        ? nulled(proof, source)
                                        : List.<Loss>of())
                        .flatMap(List::stream)
                        .toList(),
                breaks(proof, source),
                estimator.of(kind, proof, changes, facts)));
    }

    /** Of views and sequences only what somebody waits for: those that are only read are no matter. */
    private static boolean isTable(LockSeen lock) {
        String kind = lock.object().split(" ", 2)[0];
        return TABLES.contains(kind)
                || OTHERS.contains(kind)
                        && LockMode.of(lock.mode()).filter(LockMode::blocks).isPresent();
    }

    /** Indexes that nobody can use meanwhile, with their tables. */
    private Map<String, String> unusable(ChangeProof proof) {
        Set<String> indexes = proof.locks().stream()
                .filter(lock ->
                        lock.object().startsWith("index ") && lock.mode().equals(LockMode.ACCESS_EXCLUSIVE.shown()))
                .map(LockSeen::object)
                .collect(Collectors.toSet());
        return indexes.isEmpty() ? Map.of() : survey.indexed(indexes);
    }

    private static List<TableImpact> tables(
            ChangeProof proof, Map<String, TableFacts> facts, Map<String, String> indexes) {
        Map<String, TableImpact> tables = new LinkedHashMap<>();
        for (LockSeen lock : proof.locks()) {
            TableFacts here = facts.get(lock.object());
            if (here != null && isTable(lock)) {
                tables.put(
                        lock.object(),
                        TableImpact.of(
                                lock.object(),
                                lock.mode(),
                                proof.work().stream()
                                        .filter(work -> work.object().equals(lock.object()))
                                        .toList(),
                                here));
            }
        }
        indexes.forEach((index, table) -> {
            TableFacts here = facts.get(table);
            if (here != null) {
                TableImpact locked = tables.getOrDefault(table, TableImpact.of(table, UNLOCKED, List.of(), here));
                tables.put(table, locked.with(index));
            }
        });
        return Impact.inOrder(tables.values());
    }

    private List<Loss> losses(ChangeProof proof, List<ChangedRows.Change> changes, Map<String, TableFacts> facts) {
        List<Loss> losses = new ArrayList<>();
        Set<String> within = within(proof);
        for (WorkSeen work : proof.work()) {
            String object = work.object();
            if (work.work() == Work.DROPPED && !within.contains(object)) {
                // one that an earlier change makes is not there yet
                (object.startsWith("column ")
                                ? survey.count("table " + table(object), Optional.of(ObjectName.last(object)))
                                : survey.count(object, Optional.empty()))
                        .ifPresent(count -> losses.add(new Loss(object, Optional.of(count))));
            }
        }
        for (Emptied emptied : estimator.emptied(proof, changes)) {
            if (!emptied.within()) {
                losses.add(new Loss(
                        "rows of " + emptied.object().substring("table ".length()),
                        survey.count(emptied.object(), Optional.empty())));
            }
        }
        for (ChangedRows.Change change : changes) {
            if (change.deletes()
                    && !change.verb().equals("TRUNCATE")
                    && !change.tables().isEmpty()) {
                deleted(change, facts).ifPresent(losses::add);
                followed(change, facts).forEach(losses::add);
            }
        }
        return losses.stream().distinct().toList();
    }

    /** Partitions, and what inherits: what they lose is counted with the table that they are part of. */
    private Set<String> within(ChangeProof proof) {
        Map<String, List<String>> dropped = proof.work().stream()
                .filter(work -> work.work() == Work.DROPPED)
                .map(WorkSeen::object)
                .collect(Collectors.groupingBy(
                        object -> object.startsWith("column ") ? ObjectName.last(object) : "", Collectors.toList()));
        Set<String> within = new HashSet<>();
        dropped.forEach((column, objects) -> {
            if (objects.size() > 1) {
                List<String> tables = objects.stream()
                        .map(object -> column.isEmpty() ? object : "table " + table(object))
                        .toList();
                survey.emptied(tables, false).stream()
                        .filter(Emptied::within)
                        .map(Emptied::object)
                        .map(table -> column.isEmpty()
                                ? table
                                : "column " + table.substring("table ".length()) + "." + column)
                        .forEach(within::add);
            }
        });
        return within;
    }

    /** What foreign keys take along; of a DELETE with a condition perhaps not all of it. */
    private List<Loss> followed(ChangedRows.Change change, Map<String, TableFacts> facts) {
        String table = "table " + change.tables().get(0);
        return !facts.containsKey(table)
                ? List.of()
                : survey.followed(table).stream()
                        .filter(each -> !(each.itself() && change.all()))
                        .filter(each -> each.rows()
                                .filter(count -> count.rows() == 0 && count.exact())
                                .isEmpty())
                        .map(each -> new Loss(
                                each.column()
                                        .map(column ->
                                                "column " + each.object().substring("table ".length()) + "." + column)
                                        .orElse("rows of " + each.object().substring("table ".length())),
                                each.rows(),
                                !(change.all() && each.all())))
                        .toList();
    }

    /** Values that make way for others while a column takes another type. */
    private List<Loss> replaced(ChangeProof proof, ScriptSource source) {
        if (proof.work().stream().noneMatch(seen -> seen.work() == Work.REWRITTEN)) {
            return List.of();
        }
        List<Loss> losses = new ArrayList<>();
        for (ReplacedValues each : ChangedRows.replaced(dialect, source)) {
            String table = Estimator.known(proof, each.table());
            survey.count(table, Optional.of(each.column()))
                    .ifPresent(count ->
                            losses.add(new Loss(column(table, each.column()), Optional.of(count), !each.all())));
        }
        return losses;
    }

    /** Values that an UPDATE takes and gives none for. */
    private List<Loss> nulled(ChangeProof proof, ScriptSource source) {
        List<Loss> losses = new ArrayList<>();
        for (NulledValues each : ChangedRows.nulled(dialect, source)) {
            String table = Estimator.known(proof, each.change().tables().get(0));
            if (survey.nulled(table, each.column(), each.byDefault())) {
                Optional<Count> count = each.change().all()
                        ? survey.count(table, Optional.of(each.column()))
                        : estimator
                                .planned(
                                        each.ofValues(),
                                        "table " + each.change().tables().get(0))
                                .map(plan -> new Count(plan.rows(), false));
                if (count.filter(values -> values.rows() == 0).isEmpty()) {
                    losses.add(new Loss(
                            column(table, each.column()),
                            count,
                            !each.change().all() && each.change().part().isEmpty()));
                }
            }
        }
        return losses;
    }

    private static String column(String table, String column) {
        return "column " + table.substring("table ".length()) + "." + column;
    }

    private Optional<Loss> deleted(ChangedRows.Change change, Map<String, TableFacts> facts) {
        String table = change.tables().get(0);
        if (!facts.containsKey("table " + table)) {
            return Optional.empty();
        }
        if (change.all()) {
            return Optional.of(new Loss("rows of " + table, survey.count("table " + table, Optional.empty())));
        }
        // which of the rows that a MERGE goes over it deletes, no plan tells
        Optional<Count> planned = change.verb().equals("MERGE")
                ? Optional.empty()
                : estimator.planned(change, "table " + table).map(plan -> new Count(plan.rows(), false));
        return Optional.of(new Loss("rows of " + table, planned));
    }

    /** What the proof saw go or change with it needs no word; what the target has besides does. */
    private List<String> breaks(ChangeProof proof, ScriptSource source) {
        RetypedColumns retyped = ChangedRows.retyped(dialect, source);
        Set<String> known = new HashSet<>(gone);
        proof.objects().forEach(object -> known.add(key(object)));
        Set<String> back = proof.objects().stream()
                .filter(object -> object.event().equals("added"))
                .map(Impacts::key)
                .collect(Collectors.toSet());
        return proof.objects().stream()
                .filter(object -> NEEDED.contains(object.kind())
                        && (object.event().equals("removed")
                                || object.event().equals("changed")
                                        && object.kind().equals("column")
                                        && retyped.mayHave(ObjectName.last(key(object))))
                        && !back.contains(key(object)))
                .flatMap(object -> dependents(key(object)).stream()
                        .filter(dependent -> !renamed(proof, object) || dependent.startsWith("function ")))
                .filter(dependent -> !known.contains(dependent))
                .distinct()
                .toList();
    }

    private List<String> dependents(String object) {
        return object.startsWith("column ")
                ? survey.dependents("table " + table(object), Optional.of(ObjectName.last(object)))
                : survey.dependents(object, Optional.empty());
    }

    /**
     * Whether a table, materialized view or column is there still, under another name or in another schema. Views and
     * foreign keys follow it; functions have names in their text.
     */
    private static boolean renamed(ChangeProof proof, ObjectSeen object) {
        Stream<String> ends = object.kind().equals("column")
                ? Stream.of(key(object), "table " + table(key(object)))
                : Stream.of(key(object));
        return !proof.locks().isEmpty()
                && object.event().equals("removed")
                && !object.kind().equals("view")
                && ends.noneMatch(end -> proof.work().stream()
                        .anyMatch(work ->
                                work.work() == Work.DROPPED && work.object().equals(end)));
    }

    /** {@code column public.t."a.b"} → {@code public.t}. */
    private static String table(String column) {
        return ObjectName.owner(column.substring("column ".length()));
    }
}
