package io.slipway.database.postgresql;

import io.slipway.database.postgresql.TouchedRelations.Before;
import io.slipway.database.postgresql.TouchedRelations.ForeignKey;
import io.slipway.database.postgresql.TouchedRelations.Relation;
import io.slipway.release.target.Touched;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What scripts touched one after the other, each against what the one before left. How relations were before the first
 * one is asked once for all.
 */
final class GroupTouched {
    private final Map<Long, Before> before;
    private final Set<Long> validBefore;
    /** By oid, how a relation was in the end of the last script that locked it; empty when it was no more. */
    private final Map<Long, Optional<Before>> left = new HashMap<>();
    /** By oid, how many scans were told of until now: a message is counted as a whole. */
    private final Map<Long, Long> scans = new HashMap<>();

    private GroupTouched(Map<Long, Before> before, Set<Long> validBefore) {
        this.before = before;
        this.validBefore = validBefore;
    }

    /** @param scripts what each of them locked */
    static GroupTouched of(StateBefore state, List<List<LockedRelation>> scripts) {
        Set<Long> oids = scripts.stream()
                .flatMap(List::stream)
                .map(locked -> locked.relation().oid())
                .collect(Collectors.toSet());
        Map<Long, Before> before = state.relations(oids);
        Set<Long> keys = scripts.stream()
                .flatMap(List::stream)
                .flatMap(locked -> locked.validKeys().stream())
                .filter(key -> before.containsKey(key.table()))
                .map(ForeignKey::oid)
                .collect(Collectors.toSet());
        return new GroupTouched(before, new HashSet<>(state.validKeys(keys)));
    }

    /** What the next script did; empty when that takes a look at how things were before it. */
    Optional<Touched> next(List<LockedRelation> locked) {
        Map<Long, Relation> relations = new HashMap<>();
        Map<Long, Before> were = new HashMap<>();
        Set<Long> newlyValid = new HashSet<>();
        for (LockedRelation each : locked) {
            Relation relation = each.relation();
            long oid = relation.oid();
            Optional<Before> was = left.getOrDefault(oid, Optional.ofNullable(before.get(oid)));
            if (was.isPresent() && each.columnsDropped()) {
                return Optional.empty();
            }
            was.ifPresent(known -> were.put(oid, known));
            relations.merge(oid, counted(relation), Relation::stronger);
            each.validKeys().stream()
                    .map(ForeignKey::oid)
                    .filter(key -> !validBefore.contains(key))
                    .forEach(newlyValid::add);
        }
        for (LockedRelation each : locked) {
            Relation relation = each.relation();
            scans.put(relation.oid(), relation.scans());
            left.put(
                    relation.oid(),
                    relation.kind().isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Before(relation.name(), relation.file(), relation.users())));
        }
        validBefore.addAll(newlyValid);
        return Optional.of(new TouchedRelations(relations, were, new Keys(locked, newlyValid)).told());
    }

    private Relation counted(Relation all) {
        return new Relation(
                all.oid(),
                all.mode(),
                all.file(),
                all.kind(),
                all.over(),
                all.scans() - scans.getOrDefault(all.oid(), 0L),
                all.name(),
                all.users());
    }

    /** Of a script that dropped no column of what was there before it. */
    private record Keys(List<LockedRelation> locked, Set<Long> newlyValid) implements TouchedRelations.Further {
        @Override
        public List<String> droppedColumns(TouchedRelations touched) {
            return List.of();
        }

        @Override
        public List<ForeignKey> newlyValid(TouchedRelations touched) {
            Set<Long> tables = touched.readTables();
            return locked.stream()
                    .flatMap(each -> each.validKeys().stream())
                    .filter(key -> tables.contains(key.table()) && newlyValid.contains(key.oid()))
                    .distinct()
                    .toList();
        }
    }
}
