package io.slipway.database.mariadb;

import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference.Entry;
import io.slipway.release.catalogue.CatalogueObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says for each difference what is to be done about it, in the order in which it mostly can be done. */
final class MariadbBridgeSteps {
    /** What belongs to a table, apart from its triggers. */
    private static final List<String> OF_TABLES = List.of("table", "column", "index", "constraint", "partition");

    private static final List<String> OTHERS = List.of("function", "procedure", "view", "trigger", "event");

    private final MariadbBridgeSide from;
    private final MariadbBridgeSide to;
    private final Catalogue now;
    private final Catalogue has;

    /** @param now the catalogue of {@code from}, {@code has} that of {@code to} */
    MariadbBridgeSteps(MariadbBridgeSide from, MariadbBridgeSide to, Catalogue now, Catalogue has) {
        this.from = from;
        this.to = to;
        this.now = now;
        this.has = has;
    }

    List<MariadbStep> of(List<Entry> entries) throws SQLException {
        List<Entry> possible = entries.stream()
                .filter(entry -> entry.after().isEmpty()
                        || entry.after()
                                .equals(Optional.ofNullable(
                                        has.objects().get(entry.object().key()))))
                .toList();
        List<MariadbStep> steps = new ArrayList<>();
        for (Entry entry : possible) {
            if (OTHERS.contains(entry.object().kind()) && entry.after().isEmpty()) {
                steps.add(dropped(entry.object()));
            }
        }
        for (Entry entry : of(possible, "sequence")) {
            sequence(entry).ifPresent(steps::add);
        }
        tables(possible, steps);
        for (String kind : OTHERS) {
            for (Entry entry : of(possible, kind)) {
                made(entry).ifPresent(steps::add);
            }
        }
        return steps;
    }

    /** Triggers in the order in which they are to fire: each that is made fires last. */
    private static List<Entry> of(List<Entry> entries, String kind) {
        return entries.stream()
                .filter(entry -> entry.object().kind().equals(kind)
                                && entry.after().isPresent()
                        || kind.equals("sequence") && entry.object().kind().equals(kind))
                .sorted(Comparator.comparing(MariadbBridgeSteps::number))
                .toList();
    }

    private static String number(Entry entry) {
        return entry.after()
                .flatMap(object -> object.definition()
                        .lines()
                        .filter(line -> line.startsWith("number "))
                        .findFirst())
                .map(line -> String.format(Locale.ROOT, "%9s", line.substring("number ".length())))
                .orElse("");
    }

    private MariadbStep dropped(CatalogueObject object) {
        String name = object.kind().equals("trigger") ? inner(object.name()) : object.name();
        return MariadbStep.plain(
                object.key(), "DROP " + object.kind().toUpperCase(Locale.ROOT) + " " + MariadbBridgeSide.quoted(name));
    }

    private Optional<MariadbStep> sequence(Entry entry) throws SQLException {
        CatalogueObject object = entry.object();
        String quoted = MariadbBridgeSide.quoted(object.name());
        if (entry.after().isEmpty()) {
            return Optional.of(MariadbStep.warned(
                    object.key(), "DROP SEQUENCE " + quoted, "forgets where sequence " + object.name() + " stood"));
        }
        return to.created("sequence", object.name())
                .map(created -> MariadbStep.plain(
                        object.key(),
                        entry.before().isEmpty()
                                ? created
                                : created.replaceFirst("CREATE SEQUENCE", "ALTER SEQUENCE")));
    }

    private void tables(List<Entry> entries, List<MariadbStep> steps) throws SQLException {
        Map<String, List<Entry>> byTable = new TreeMap<>();
        for (Entry entry : entries) {
            if (OF_TABLES.contains(entry.object().kind())) {
                byTable.computeIfAbsent(table(entry.object()), table -> new ArrayList<>())
                        .add(entry);
            }
        }
        List<MariadbStep> last = new ArrayList<>();
        for (Map.Entry<String, List<Entry>> table : byTable.entrySet()) {
            String key = "table " + table.getKey();
            boolean here = now.objects().containsKey(key);
            boolean there = has.objects().containsKey(key);
            Optional<Entry> whole = table.getValue().stream()
                    .filter(entry -> entry.object().key().equals(key))
                    .findFirst();
            List<String> keys =
                    table.getValue().stream().map(entry -> entry.object().key()).toList();
            if (here && there) {
                altered(table.getKey(), table.getValue(), keys, steps);
            } else if (there && whole.isPresent()) {
                String created = to.created("table", table.getKey()).orElse("");
                steps.add(new MariadbStep(
                        keys,
                        Stream.of(created, MariadbTable.withoutForeignKeys(created))
                                .distinct()
                                .map(sql -> List.of(new Statement(sql, Optional.empty())))
                                .toList()));
            } else if (here && whole.isPresent()) {
                last.add(dropped(table.getKey()));
            }
        }
        steps.addAll(last);
    }

    /** Tables that point at each other can go only when one of them lets go of the other. */
    private MariadbStep dropped(String table) throws SQLException {
        String quoted = MariadbBridgeSide.quoted(table);
        List<List<Statement>> ways = new ArrayList<>();
        ways.add(List.of(
                new Statement("DROP TABLE " + quoted, Optional.of("takes away what stands in table " + table))));
        String keys = from.table(table).map(MariadbTable::foreignKeys).orElse(Map.of()).keySet().stream()
                .map(key -> "DROP FOREIGN KEY " + MariadbBridgeSide.quoted(key))
                .collect(Collectors.joining(", "));
        if (!keys.isEmpty()) {
            ways.add(List.of(new Statement("ALTER TABLE " + quoted + " " + keys, Optional.empty())));
        }
        return new MariadbStep(List.of("table " + table), ways);
    }

    private void altered(String table, List<Entry> entries, List<String> keys, List<MariadbStep> steps)
            throws SQLException {
        Optional<MariadbTable> here = from.table(table);
        Optional<MariadbTable> there = to.table(table);
        if (here.isPresent() && there.isPresent()) {
            for (List<Statement> ways : new MariadbAlterations(table, entries, here.get(), there.get()).statements()) {
                steps.add(new MariadbStep(keys, ways.stream().map(List::of).toList()));
            }
        }
    }

    /** One that is there is replaced; MySQL replaces only views. */
    private Optional<MariadbStep> made(Entry entry) throws SQLException {
        CatalogueObject object = entry.object();
        String name = object.kind().equals("trigger") ? inner(object.name()) : object.name();
        Optional<String> created = to.created(object.kind(), name);
        if (created.isEmpty()) {
            return Optional.empty();
        }
        Statement plain = new Statement(created.get(), Optional.empty());
        if (entry.before().isEmpty()) {
            return Optional.of(new MariadbStep(List.of(object.key()), List.of(List.of(plain))));
        }
        Statement replaced =
                new Statement(created.get().replaceFirst("^CREATE ", "CREATE OR REPLACE "), Optional.empty());
        Statement dropped = dropped(object).ways().get(0).get(0);
        return Optional.of(new MariadbStep(List.of(object.key()), List.of(List.of(replaced), List.of(dropped, plain))));
    }

    private String table(CatalogueObject object) {
        return object.kind().equals("table") ? object.name() : owner(object.name());
    }

    private String inner(String name) {
        return name.substring(owner(name).length() + 1);
    }

    /** Names may hold dots: the longest that is a table's. */
    private String owner(String name) {
        return Stream.concat(now.objects().values().stream(), has.objects().values().stream())
                .filter(object -> object.kind().equals("table") && name.startsWith(object.name() + "."))
                .map(CatalogueObject::name)
                .max(Comparator.comparingInt(String::length))
                .orElseGet(() -> name.substring(0, Math.max(0, name.indexOf('.'))));
    }
}
