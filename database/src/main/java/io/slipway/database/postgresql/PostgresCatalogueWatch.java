package io.slipway.database.postgresql;

import io.slipway.database.FullCatalogueWatch;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueWatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the catalogue of a reference database by reading only what its DDL touched, so that a look costs the same
 * however large the database is. Event triggers write that down in a schema of ours; a rollback takes their rows back as
 * well, and a copy of the database carries them along. Whatever they cannot tell (a renamed schema or role, an
 * extension, rows that vanished without {@link #undo}) makes a look read everything.
 */
public final class PostgresCatalogueWatch implements CatalogueWatch {
    private static final Set<String> GRANTABLE_UNITS =
            Set.of("TABLE", "SEQUENCE", "FUNCTION", "PROCEDURE", "ROUTINE", "TYPE", "DOMAIN", "COLUMN");

    private final Connection connection;
    private final CatalogueReader reader;
    private final TouchLog log;
    private final CataloguePicture picture = new CataloguePicture();
    private final Deque<Seen> seen = new ArrayDeque<>();
    private final Set<Unit> doubtful = new HashSet<>();
    /** Where this session may write. */
    private final Optional<KeptPicture> kept;

    private TouchLog.Status last;

    /** One look, to go back before it. */
    private record Seen(
            CatalogueDifference difference, Map<Unit, Optional<UnitContent>> before, TouchLog.Status status) {}

    /**
     * Installs the event triggers, unless they are there, and begins with the database as it is. Best outside a
     * transaction: a rollback of what installed them ends the watch.
     *
     * @throws io.slipway.release.error.SlipwayException when the session is not a superuser's
     */
    public PostgresCatalogueWatch(Connection connection) {
        this(connection, true);
    }

    private PostgresCatalogueWatch(Connection connection, boolean install) {
        this.connection = connection;
        try {
            reader = new CatalogueReader(connection);
            log = new TouchLog(connection, reader.sql());
            kept = install ? Optional.of(new KeptPicture(connection)) : Optional.empty();
            if (kept.isPresent() && kept.get().mayBeThere()) {
                last = log.status();
                Optional<KeptPicture.Known> known = kept.get().read(last);
                if (known.isPresent()) {
                    // what wrote it was installed by this version too
                    picture.begin(known.get().units());
                    doubtful.addAll(known.get().doubtful());
                    return;
                }
            }
            if (install) {
                log.install();
            }
            try (ReadSession session = ReadSession.open(connection)) {
                picture.begin(new CatalogueReader(session.connection()).all());
                last = log.status();
            }
        } catch (SQLException e) {
            throw PostgresCatalogue.unreadable(e);
        }
    }

    /**
     * Leaves what it knows in the database, for the next watch of it, or of a copy. Outside any transaction.
     *
     * @throws io.slipway.release.error.SlipwayException {@code connection-lost} or {@code internal}
     */
    void keep() {
        try {
            TouchLog.Status now = log.status();
            boolean nothingNew = now.complete()
                    && now.newest() == last.newest()
                    && now.roles().equals(last.roles())
                    && now.eventTriggers().equals(last.eventTriggers());
            if (kept.isPresent() && nothingNew) {
                kept.get().write(now, picture.content(), doubtful);
            }
        } catch (SQLException e) {
            throw PostgresCatalogue.unreadable(e);
        }
    }

    /** The watch that the session's rights allow. */
    public static CatalogueWatch of(Connection connection) {
        try {
            if (TouchLog.allowed(connection)) {
                return new PostgresCatalogueWatch(connection);
            }
            if (TouchLog.installed(connection)) {
                return new PostgresCatalogueWatch(connection, false);
            }
        } catch (SQLException e) {
            throw PostgresCatalogue.unreadable(e);
        }
        return new FullCatalogueWatch(new PostgresCatalogue(connection)::read);
    }

    /** Lets sessions without a superuser's rights be watched as well: a superuser's installs what they need. */
    static void prepare(Connection superuser) {
        try {
            new TouchLog(superuser, new CatalogueReader(superuser).sql()).install();
        } catch (SQLException e) {
            throw PostgresCatalogue.unreadable(e);
        }
    }

    @Override
    public CatalogueDifference look() {
        try {
            TouchLog.Status now = log.status();
            List<TouchLog.Touched> touched = news(now);
            CataloguePicture.Replaced replaced =
                    touched == null || hasUnknown(touched) ? lookAtAll() : lookAt(touched, now);
            seen.push(new Seen(replaced.difference(), replaced.before(), last));
            last = now;
            return replaced.difference();
        } catch (SQLException e) {
            throw PostgresCatalogue.unreadable(e);
        }
    }

    /**
     * What each of several scripts changed, told after all of them from what the log said in the end of each.
     *
     * @param ends the number of the newest line of the log after each script
     * @return empty when it cannot be told apart, as where two of them may have changed the same; the watch has then
     *     seen nothing
     */
    Optional<List<CatalogueDifference>> lookEach(List<Long> ends) {
        try {
            TouchLog.Status now = log.status();
            List<TouchLog.Touched> touched = news(now);
            if (touched == null || hasUnknown(touched) || !now.eventTriggers().equals(last.eventTriggers())) {
                return Optional.empty();
            }
            List<List<TouchLog.Touched>> scripts = split(touched, ends);
            try (ReadSession ignored = ReadSession.openForFew(connection)) {
                List<Set<Unit>> units = unitsOf(scripts, now.prepared());
                Set<Unit> all = new HashSet<>();
                if (units.stream().flatMap(Set::stream).anyMatch(unit -> !all.add(unit))) {
                    return Optional.empty();
                }
                // no script of several changes these without an event
                Set<Unit> others = new HashSet<>(doubtful);
                others.addAll(picture.restless());
                others.removeAll(all);
                units.get(0).addAll(others);
                all.addAll(others);
                doubtful.clear();
                Map<Unit, UnitContent> content = reader.some(all, now.prepared());
                List<CatalogueDifference> differences = new ArrayList<>();
                for (Set<Unit> each : units) {
                    CataloguePicture.Replaced replaced = picture.replace(each, content);
                    seen.push(new Seen(replaced.difference(), replaced.before(), last));
                    differences.add(replaced.difference());
                }
                last = now;
                return Optional.of(differences);
            }
        } catch (SQLException e) {
            throw PostgresCatalogue.unreadable(e);
        }
    }

    private static List<List<TouchLog.Touched>> split(List<TouchLog.Touched> touched, List<Long> ends) {
        List<List<TouchLog.Touched>> scripts = new ArrayList<>();
        int from = 0;
        for (long end : ends) {
            int to = from;
            while (to < touched.size() && touched.get(to).id() <= end) {
                to++;
            }
            scripts.add(touched.subList(from, to));
            from = to;
        }
        return scripts;
    }

    /** Names of our prepared statements that the session had at the last look. */
    Set<String> prepared() {
        return last.prepared();
    }

    @Override
    public Catalogue current() {
        return picture.catalogue();
    }

    /** Two looks may have seen equal differences; which one is meant tells only its identity. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public void undo(CatalogueDifference difference) {
        if (seen.stream().noneMatch(s -> s.difference() == difference)) {
            throw new IllegalArgumentException("not a difference of this watch, or undone already");
        }
        Seen undone;
        do {
            undone = seen.pop();
            picture.restore(undone.before());
            doubtful.addAll(undone.before().keySet());
            last = undone.status();
        } while (undone.difference() != difference);
    }

    /** What was touched since the last look, or null when the log cannot say. */
    private @Nullable List<TouchLog.Touched> news(TouchLog.Status now) throws SQLException {
        if (!now.complete() || !now.roles().equals(last.roles())) {
            return null;
        }
        if (now.newest() == last.newest()) {
            return List.of();
        }
        List<TouchLog.Touched> rows = log.from(last.newest());
        if (last.newest() == 0) {
            return rows;
        }
        boolean rolledBack = rows.isEmpty() || rows.get(0).id() != last.newest();
        return rolledBack ? null : rows.subList(1, rows.size());
    }

    private static boolean hasUnknown(List<TouchLog.Touched> touched) {
        return touched.stream().anyMatch(t -> {
            String tag = t.tag();
            if (tag.endsWith(" OWNED") || tag.endsWith(" EXTENSION") || tag.equals("ALTER SCHEMA")) {
                return true;
            }
            boolean nothing = tag.startsWith("CREATE ") || tag.startsWith("DROP ");
            boolean privileges = tag.equals("GRANT") || tag.equals("REVOKE") || tag.equals("ALTER DEFAULT PRIVILEGES");
            return t.catalogue() == 0 && !nothing && !privileges;
        });
    }

    private CataloguePicture.Replaced lookAtAll() throws SQLException {
        try (ReadSession session = ReadSession.open(connection)) {
            Map<Unit, UnitContent> all = new CatalogueReader(session.connection()).all();
            Set<Unit> units = new HashSet<>(picture.units());
            units.addAll(all.keySet());
            doubtful.clear();
            return picture.replace(units, all);
        }
    }

    private CataloguePicture.Replaced lookAt(List<TouchLog.Touched> touched, TouchLog.Status now) throws SQLException {
        Set<Unit> units = new HashSet<>(doubtful);
        units.addAll(picture.restless());
        if (!now.eventTriggers().equals(last.eventTriggers())) {
            units.add(Unit.REST);
        }
        if (touched.isEmpty() && units.isEmpty()) {
            return picture.replace(units, Map.of());
        }
        try (ReadSession ignored = ReadSession.openForFew(connection)) {
            units.addAll(unitsOf(List.of(touched), now.prepared()).get(0));
            doubtful.clear();
            return picture.replace(units, reader.some(units, now.prepared()));
        }
    }

    /** For each script what may have changed. */
    private List<Set<Unit>> unitsOf(List<List<TouchLog.Touched>> scripts, Set<String> prepared) throws SQLException {
        List<Set<Unit>> units = new ArrayList<>();
        List<List<TouchLog.Touched>> known = new ArrayList<>();
        for (List<TouchLog.Touched> touched : scripts) {
            Set<Unit> direct = direct(touched);
            if (touched.stream().anyMatch(t -> t.catalogue() == 0 && GRANTABLE_UNITS.contains(t.kind()))) {
                direct.addAll(log.granted(last.oldest(), prepared));
            }
            units.add(direct);
            known.add(touched.stream().filter(t -> t.catalogue() != 0).toList());
        }
        if (known.stream().anyMatch(touched -> !touched.isEmpty())) {
            List<Set<Unit>> affected = log.affected(known, prepared);
            for (int i = 0; i < units.size(); i++) {
                units.get(i).addAll(affected.get(i));
            }
        }
        return units;
    }

    /** What is known from the picture. */
    private Set<Unit> direct(List<TouchLog.Touched> touched) {
        Set<Unit> units = new HashSet<>();
        for (TouchLog.Touched t : touched) {
            if (t.catalogue() != 0) {
                picture.holding(new UnitContent.Part(t.catalogue(), t.oid())).ifPresent(units::add);
            } else if (t.kind().equals("SCHEMA")) {
                picture.units().stream()
                        .filter(u -> u.group() == Unit.Group.SCHEMA)
                        .forEach(units::add);
            } else if (!GRANTABLE_UNITS.contains(t.kind())
                    && (!t.kind().isEmpty() || t.tag().equals("ALTER DEFAULT PRIVILEGES"))) {
                units.add(Unit.REST);
            }
        }
        units.addAll(picture.childrenOf(units));
        return units;
    }
}
