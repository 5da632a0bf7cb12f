package io.slipway.release.estimate;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.catalogue.ObjectName;
import io.slipway.release.estimate.Estimate.Basis;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.script.Kind;
import io.slipway.release.target.LockMode;
import io.slipway.release.target.Survey;
import io.slipway.release.target.Survey.Emptied;
import io.slipway.release.target.Survey.Matching;
import io.slipway.release.target.Survey.PartQuery.Gives;
import io.slipway.release.target.Survey.Plan;
import io.slipway.release.target.Survey.Sample;
import io.slipway.release.target.Survey.TableFacts;
import io.slipway.release.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells how long changes will take on one target: the work that the proof saw, on the tables as they are there. What this
 * target's own deployments took corrects it; where there were none, a part of a table is read that is to be read as a
 * whole, and the server is timed at sorting.
 */
public final class Estimator {
    /** Of the target's history: enough to learn from, and one short query. */
    private static final int ENTRIES = 300;
    /** In nanoseconds: what takes less is over before it could be told how long. */
    private static final double NOTHING = 5_000_000;

    /** Of the table that a foreign key refers to, when it is added and when it is validated. */
    private static final Set<String> REFERRED =
            Set.of(LockMode.SHARE_ROW_EXCLUSIVE.shown(), LockMode.ROW_SHARE.shown());

    private static final String QUERIED = "queried";

    /** As {@link Survey#planned} takes it. */
    private static final String QUERY = "SELECT";

    /**
     * A look at each row, as a check takes it, is shorter than counting it; and a table is read many pages at a time, a part
     * of one page by page. Checks and {@code SET NOT NULL} on two tables took 0.3 to 0.5 of it, from a million rows on.
     */
    private static final double LESS_THAN_COUNTING = 0.35;

    /** A part of the part that is asked otherwise. */
    private static final double SMALLER = 0.25;

    /** Rows in a part of a table from which on their number tells how many there are in all. */
    private static final int FEW = 20;

    private static final double SLOWEST = 10;
    private static final double MILLION = 1_000_000;

    private final Survey survey;
    private final Learnt learnt;
    private double machine;

    /** @param newest of the target's history, the newest first */
    Estimator(Survey survey, List<HistoryEntry> newest) {
        this.survey = survey;
        this.learnt = new Learnt(newest);
    }

    /** Empty where the target tells too little of its tables. */
    public static Optional<Estimator> of(Target target) {
        return target.survey()
                .map(survey -> new Estimator(
                        survey,
                        target.history()
                                .newest(
                                        new HistoryFilter(Optional.of(HistoryEvent.APPLIED), ""),
                                        Long.MAX_VALUE,
                                        ENTRIES)));
    }

    public Survey survey() {
        return survey;
    }

    /** Whether a change may take longer than its statements alone: it works on a table, or fills another from one. */
    public static boolean concerns(ChangeProof proof) {
        return !proof.work().isEmpty() || tables(proof).findAny().isPresent();
    }

    private static Stream<String> tables(ChangeProof proof) {
        return proof.locks().stream().map(LockSeen::object).filter(object -> object.startsWith("table "));
    }

    /** What a change would do where the target's time zone is another than the reference database's. */
    public ChangeProof there(ChangeProof proof, List<Retimed> retimed) {
        List<WorkSeen> work = new ArrayList<>(proof.work());
        retimed.stream()
                .filter(each -> survey.retimed(known(proof, each.table()), each.column(), each.zoned()))
                .map(each -> known(proof, each.table()))
                .distinct()
                .filter(table -> proof.work().stream()
                        .noneMatch(seen ->
                                seen.work() == Work.REWRITTEN && seen.object().equals(table)))
                .forEach(table -> {
                    work.add(new WorkSeen(table, Work.REWRITTEN, 1));
                    Optional.ofNullable(survey.facts(Set.of(table)).get(table))
                            .filter(facts -> facts.indexes() > 0)
                            .ifPresent(facts -> work.add(new WorkSeen(table, Work.INDEXED, facts.indexes())));
                });
        return new ChangeProof(
                proof.statements(),
                proof.rows(),
                proof.transactional(),
                proof.locks(),
                List.copyOf(work),
                proof.objects(),
                proof.rollback(),
                proof.findings());
    }

    /** The objects whose facts {@link #of} needs. */
    public static Set<String> objects(ChangeProof proof, List<ChangedRows.Change> changes) {
        Set<String> objects = new HashSet<>();
        proof.work().forEach(work -> objects.add(work.object()));
        changes.forEach(change -> change.tables().forEach(table -> objects.add("table " + table)));
        if (changes.stream().anyMatch(change -> change.query().isPresent())) {
            tables(proof).forEach(objects::add);
        }
        referred(proof).forEach(objects::add);
        return objects;
    }

    /**
     * @param kind of the script
     * @param facts of what of {@link #objects} is there; what is not costs nothing
     */
    public Estimate of(Kind kind, ChangeProof proof, List<ChangedRows.Change> changes, Map<String, TableFacts> facts) {
        Costs costs = new Costs();
        Set<String> emptied =
                emptied(proof, changes).stream().map(Emptied::object).collect(Collectors.toSet());
        boolean onlyEmptied = !emptied.isEmpty()
                && proof.work().stream()
                        .filter(work ->
                                work.work() == Work.REWRITTEN && !work.object().startsWith("index "))
                        .allMatch(work -> emptied.contains(work.object()));
        for (WorkSeen work : proof.work()) {
            TableFacts table = facts.get(work.object());
            if (table == null || onlyEmptied && work.work() == Work.REWRITTEN) {
                continue;
            }
            double cost = cost(work, table, work.work() == Work.COMPARED ? referenced(proof, work, facts) : 0);
            int tried = work.work() == Work.INDEXED ? indexed(costs, proof, work, changes, table) : 0;
            Optional<Sample> sample =
                    work.work() == Work.SCANNED && cost > NOTHING ? survey.sample(work.object()) : Optional.empty();
            sample.ifPresentOrElse(
                    part -> costs.tried(
                            work.work().text(),
                            work.times() * LESS_THAN_COUNTING * part.took().toNanos() / part.part()),
                    () -> costs.add(work.work().text(), (work.times() - tried) * cost));
        }
        List<String> untold = changes(proof, changes, facts, costs);
        return estimate(kind, proof, costs, untold);
    }

    /** @return of how many indexes a part was tried: how its keys are sorted, or of how many rows its condition holds */
    private int indexed(
            Costs costs, ChangeProof proof, WorkSeen work, List<ChangedRows.Change> changes, TableFacts table) {
        List<ChangedRows.Change> tried = changes.stream()
                .filter(change -> change.verb().equals(PartialIndex.VERB)
                        && known(proof, change.tables().get(0)).equals(work.object())
                        && (!change.all() || StandardCost.index(table.rows()) > NOTHING))
                .limit(work.times())
                .toList();
        int told = 0;
        for (ChangedRows.Change change : tried) {
            Optional<Found> found = found(change.part().orElseThrow(), table.rows());
            found.ifPresent(part -> index(costs, change, part, table, concurrently(proof, work.object())));
            told += found.isPresent() ? 1 : 0;
        }
        return told;
    }

    /** All rows of the table are read, also where a condition takes some of them. */
    private void index(Costs costs, ChangedRows.Change change, Found found, TableFacts table, boolean concurrently) {
        double standard = StandardCost.query(table) + StandardCost.index(found.rows());
        if (change.part().orElseThrow().query().gives() == Gives.ORDER && standard > NOTHING) {
            double once = found.nanos() + StandardCost.load(found.rows()) * machine();
            double passes = concurrently ? 2 : 1;
            costs.tried(Work.INDEXED.text(), once * passes / (change.all() ? StandardCost.atATime(table) : 1));
        } else {
            costs.add(Work.INDEXED.text(), standard);
        }
    }

    /** Then the table is read twice, and what was found the second time sorted and held against the index. */
    private static boolean concurrently(ChangeProof proof, String table) {
        return proof.locks().stream()
                .filter(lock -> lock.object().equals(table))
                .anyMatch(lock -> lock.mode().equals(LockMode.SHARE_UPDATE_EXCLUSIVE.shown()));
    }

    /** Where a foreign key refers to: the other table with such a lock; its own, when there is none. */
    private static long referenced(ChangeProof proof, WorkSeen work, Map<String, TableFacts> facts) {
        return referred(proof)
                .filter(object -> !object.equals(work.object()))
                .flatMap(object -> Optional.ofNullable(facts.get(object)).stream())
                .mapToLong(TableFacts::rows)
                .max()
                .orElseGet(() -> Optional.ofNullable(facts.get(work.object()))
                        .map(TableFacts::rows)
                        .orElse(0L));
    }

    private static Stream<String> referred(ChangeProof proof) {
        return proof.work().stream().noneMatch(seen -> seen.work() == Work.COMPARED)
                ? Stream.empty()
                : proof.locks().stream()
                        .filter(lock -> REFERRED.contains(lock.mode()))
                        .map(LockSeen::object)
                        .filter(object -> object.startsWith("table "));
    }

    /** @param referenced rows that those of the table are looked up in */
    private static double cost(WorkSeen work, TableFacts table, long referenced) {
        return switch (work.work()) {
            case SCANNED -> StandardCost.scan(table);
            case INDEXED -> StandardCost.index(table.rows());
            case COMPARED -> StandardCost.compare(table, referenced);
            case DROPPED -> 0;
            case REWRITTEN ->
                work.object().startsWith("index ")
                        ? StandardCost.index(table.rows())
                        : work.object().startsWith("sequence ") ? 0 : StandardCost.rewrite(table);
        };
    }

    /** Tables of the target that are truncated, with those that lose their rows with them. */
    public List<Emptied> emptied(ChangeProof proof, List<ChangedRows.Change> changes) {
        return changes.stream()
                .filter(change -> change.verb().equals("TRUNCATE"))
                .flatMap(change -> survey
                        .emptied(
                                change.tables().stream()
                                        .map(table -> known(proof, table))
                                        .toList(),
                                change.cascade())
                        .stream())
                .distinct()
                .toList();
    }

    /** A table as proofs name it, with its schema where the proof saw it. */
    public static String known(ChangeProof proof, String table) {
        return proof.locks().stream()
                .map(LockSeen::object)
                .filter(object -> object.startsWith("table ") && names(object, table))
                .findFirst()
                .orElse("table " + table);
    }

    private static boolean names(String object, String table) {
        String known = object.substring("table ".length());
        return known.equalsIgnoreCase(table)
                || known.toLowerCase(Locale.ROOT).endsWith("." + table.toLowerCase(Locale.ROOT));
    }

    /** @return what cannot be told */
    private List<String> changes(
            ChangeProof proof, List<ChangedRows.Change> changes, Map<String, TableFacts> facts, Costs costs) {
        List<String> untold = new ArrayList<>();
        for (ChangedRows.Change change : changes) {
            Optional<String> object = change.tables().stream()
                    .map(name -> "table " + name)
                    .filter(facts::containsKey)
                    .findFirst();
            if (change.verb().equals("TRUNCATE") || change.verb().equals(PartialIndex.VERB)) {
                continue;
            }
            if (object.isEmpty()) {
                filled(proof, change, facts, costs).ifPresent(untold::add);
            } else if (!change.verb().equals("CREATE")) {
                changed(proof, change, object.get(), facts, costs).ifPresent(untold::add);
            }
        }
        return untold.stream().distinct().toList();
    }

    /**
     * How a change of rows would run. Statistics know little of a condition that is more than a comparison of a column,
     * and nothing of a table that was never analysed: a part of the table is asked, too.
     */
    public Optional<Plan> planned(ChangedRows.Change change, String object) {
        return survey.planned(change.sql(), change.verb(), object)
                .map(plan -> within(change, object, plan))
                .map(plan -> found(change, plan)
                        .map(found -> new Plan(found.rows(), plan.readsAll()))
                        .orElse(plan));
    }

    /** Joined with others a row is planned as often as it has partners there; it changes and goes once. */
    private Plan within(ChangedRows.Change change, String object, Plan plan) {
        if (!change.verb().equals("UPDATE") && !change.verb().equals("DELETE")) {
            return plan;
        }
        return Optional.ofNullable(survey.facts(Set.of(object)).get(object))
                .filter(table -> table.rows() > 0 && table.rows() < plan.rows())
                .map(table -> new Plan(table.rows(), plan.readsAll()))
                .orElse(plan);
    }

    /**
     * What a query gives for all of a table, as told from a part of it.
     *
     * @param pages of the table on which the rows lie
     * @param nanos that reading the table and working out the query take
     */
    private record Found(long rows, long pages, double nanos) {}

    private Optional<Found> found(ChangedRows.Change change, Plan plan) {
        return change.part().flatMap(part -> found(part, plan.rows()));
    }

    private Optional<Found> found(ChangedRows.Part part, long planned) {
        return survey.matching("table " + part.table(), part.query(), 1)
                .map(found -> new Found(
                        likely(planned, found, growth(part, found)),
                        Math.round(found.pages() / found.part()),
                        found.took().toNanos() / found.part() * deeper(part, found)));
    }

    /** To sort twice as many rows takes more than twice as long. */
    private static double deeper(ChangedRows.Part part, Matching found) {
        double rows = Math.max(2, found.rows());
        return part.query().gives() == Gives.ORDER ? Math.log(rows / found.part()) / Math.log(rows) : 1;
    }

    /** @param tables that are read from one end to the other, with a look at each row */
    private static void query(Costs costs, List<TableFacts> tables, Optional<Found> found) {
        double standard = tables.stream().mapToDouble(StandardCost::query).sum();
        if (found.isPresent() && standard > NOTHING) {
            costs.tried(QUERIED, found.get().nanos());
        } else {
            costs.add(QUERIED, standard);
        }
    }

    /** 1 where there are twice as many rows for twice as large a part, 0 where there are no more. */
    private double growth(ChangedRows.Part part, Matching found) {
        if (part.grows() || found.part() == 1 || found.rows() == 0) {
            return 1;
        }
        return survey.matching("table " + part.table(), part.query(), SMALLER)
                .filter(smaller -> smaller.rows() > 0)
                .map(smaller -> Math.log((double) found.rows() / smaller.rows()) / -Math.log(SMALLER))
                .map(growth -> Math.max(0, Math.min(1, growth)))
                .orElse(1.0);
    }

    /** Of few that were found the number tells nothing but that there are not many more. */
    private static long likely(long planned, Matching found, double growth) {
        double times = Math.pow(1 / found.part(), growth);
        return found.part() == 1 || found.rows() >= FEW || growth < 1
                ? Math.round(found.rows() * times)
                : Math.min(planned, Math.round(FEW * times));
    }

    /** Rows of a table that is there. */
    private Optional<String> changed(
            ChangeProof proof, ChangedRows.Change change, String object, Map<String, TableFacts> facts, Costs costs) {
        TableFacts table = Objects.requireNonNull(facts.get(object));
        Optional<Plan> planned = survey.planned(change.sql(), change.verb(), object)
                .map(each -> within(change, object, each))
                .or(() -> change.query().flatMap(query -> survey.planned(query, QUERY, object)));
        Optional<Found> found = planned.flatMap(plan -> found(change, plan));
        Plan plan = new Plan(
                found.map(Found::rows).or(() -> planned.map(Plan::rows)).orElse(table.rows()),
                planned.map(Plan::readsAll).orElse(true));
        boolean deletes = change.verb().equals("DELETE");
        List<TableFacts> sources =
                change.query().map(query -> mentioned(proof, query, facts)).orElse(List.of());
        double takes = deletes ? StandardCost.delete(plan.rows()) : StandardCost.write(table, sources, plan.rows());
        if (deletes || change.verb().equals("UPDATE")) {
            takes += StandardCost.touch(table, plan, found.map(Found::pages).filter(pages -> pages > 0));
        }
        double fired = StandardCost.fire(survey.fired(object, change.verb()), plan.rows());
        // a column that the script adds is not there yet: without a condition it is all rows, and of few it does not
        // matter
        boolean all = change.all() || (deletes || change.verb().equals("UPDATE")) && takes + fired <= NOTHING;
        if (planned.isEmpty() && !all) {
            return Optional.of(change.verb() + " of " + change.tables().get(0));
        }
        costs.add(deletes ? "deleted" : "written", takes);
        if (fired > 0) {
            costs.add("fired", fired);
        }
        if (plan.readsAll()) {
            query(costs, sources.isEmpty() ? List.of(table) : sources, found);
        }
        return Optional.empty();
    }

    /** Tables that a query reads, as far as it names what the proof saw. */
    private static List<TableFacts> mentioned(ChangeProof proof, String query, Map<String, TableFacts> facts) {
        return tables(proof)
                .filter(object -> mentions(query, object))
                .flatMap(object -> Optional.ofNullable(facts.get(object)).stream())
                .toList();
    }

    /** Rows of a table that is not there yet, from a query. */
    private Optional<String> filled(
            ChangeProof proof, ChangedRows.Change change, Map<String, TableFacts> facts, Costs costs) {
        if (change.query().isEmpty()) {
            return Optional.empty();
        }
        List<TableFacts> read = mentioned(proof, change.query().get(), facts);
        Optional<Plan> planned = survey.planned(change.query().get(), QUERY, "");
        if (planned.isEmpty()) {
            return read.isEmpty()
                    ? Optional.empty()
                    : Optional.of(change.verb().equals("CREATE") ? "query that fills a new table" : "INSERT");
        }
        Optional<Found> found = found(change, planned.get());
        long rows = found.map(Found::rows).orElse(planned.get().rows());
        costs.add(
                "written",
                read.stream()
                        .mapToDouble(table -> StandardCost.fill(table, rows))
                        .max()
                        .orElseGet(() -> StandardCost.fill(rows)));
        if (planned.get().readsAll() && !read.isEmpty()) {
            query(costs, read, found);
        }
        return Optional.empty();
    }

    /** Whether a query has the name of a table, {@code table public.customer}, among its words. */
    private static boolean mentions(String query, String object) {
        return query.toLowerCase(Locale.ROOT)
                .contains(ObjectName.last(object.substring("table ".length())).toLowerCase(Locale.ROOT));
    }

    private Estimate estimate(Kind script, ChangeProof proof, Costs costs, List<String> untold) {
        boolean something = costs.kinds().stream()
                        .mapToDouble(each -> costs.standard(each, 1))
                        .sum()
                > NOTHING;
        double machine = something ? machine() : 1;
        Map<String, Long> standard = new HashMap<>();
        costs.kinds().forEach(each -> standard.put(each, Math.round(costs.standard(each, machine) / MILLION)));
        long all = standard.values().stream().mapToLong(Long::longValue).sum();
        double expected = learnt.base(script.folder()) * Math.max(1, proof.statements()) * MILLION;
        Basis basis = Basis.STANDARD;
        double longest = 0;
        for (String each : costs.kinds()) {
            OptionalDouble ratio = learnt.ratio(each, all);
            double untried = costs.untried(each) * ratio.orElse(machine);
            double takes = costs.tried(each) + untried;
            if (takes >= longest) {
                longest = takes;
                basis = costs.tried(each) > untried ? Basis.SAMPLE : ratio.isPresent() ? Basis.HISTORY : Basis.STANDARD;
            }
            expected += takes;
        }
        return new Estimate(Math.max(1, Math.round(expected / MILLION)), standard, basis, untold);
    }

    /** How many times as long as the machine of the standard this one takes. */
    private double machine() {
        if (machine == 0) {
            Duration sorting = survey.sorting();
            double times = sorting.isZero() ? 1 : (double) sorting.toNanos() / StandardCost.SORTING.toNanos();
            machine = Math.max(1 / SLOWEST, Math.min(SLOWEST, times));
        }
        return machine;
    }
}
