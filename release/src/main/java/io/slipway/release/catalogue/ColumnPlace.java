package io.slipway.release.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The place of a column in its table, which every product's definition of a column begins with. */
public final class ColumnPlace {
    private static final String COLUMN = "column";
    private static final String FIRST = "first";
    private static final String AFTER = "after ";

    private ColumnPlace() {}

    /** Did a column change in nothing but its place? */
    public static boolean onlyDiffers(CatalogueDifference.Entry entry) {
        Optional<String> rest = entry.before().flatMap(ColumnPlace::rest);
        return rest.isPresent() && rest.equals(entry.after().flatMap(ColumnPlace::rest));
    }

    /** Did it change, whatever else did too? */
    public static boolean differs(CatalogueDifference.Entry entry) {
        Optional<String> place = entry.before().flatMap(ColumnPlace::place);
        return place.isPresent()
                && entry.after().flatMap(ColumnPlace::place).isPresent()
                && !place.equals(entry.after().flatMap(ColumnPlace::place));
    }

    /**
     * The same catalogue, with the columns of a table in another order.
     *
     * @param table such as {@code public.customer}
     * @param first those that are there come first, in the order that they have in this one
     * @param then and then, likewise, those that are only in this one
     */
    public static Catalogue ordered(Catalogue catalogue, String table, Catalogue first, Catalogue then) {
        Set<String> order = new LinkedHashSet<>(columns(first, table));
        order.addAll(columns(then, table));
        SortedMap<String, CatalogueObject> objects = new TreeMap<>(catalogue.objects());
        String place = FIRST;
        for (String key : order) {
            CatalogueObject column = objects.get(key);
            if (column != null) {
                String here = place;
                rest(column)
                        .ifPresent(rest ->
                                objects.put(key, new CatalogueObject(column.kind(), column.name(), here + rest)));
                place = after(column.name());
            }
        }
        return new Catalogue(objects);
    }

    /** The keys of a table's columns, in their order. */
    private static List<String> columns(Catalogue catalogue, String table) {
        Map<String, CatalogueObject> byPlace = new HashMap<>();
        catalogue.objects().values().stream()
                .filter(object -> object.kind().equals(COLUMN)
                        && ObjectName.owner(object.name()).equals(table))
                .forEach(object -> place(object).ifPresent(place -> byPlace.put(place, object)));
        List<String> keys = new ArrayList<>();
        for (CatalogueObject next = byPlace.remove(FIRST); next != null; next = byPlace.remove(after(next.name()))) {
            keys.add(next.key());
        }
        return keys;
    }

    /**
     * What a column would be at each place of its table; of what is no column, nothing.
     *
     * @param columns names of the table's columns, as in {@link CatalogueObject#name}
     */
    public static Stream<CatalogueObject> anywhere(CatalogueObject column, Collection<String> columns) {
        Stream<String> places = Stream.concat(Stream.of(FIRST), columns.stream().map(ColumnPlace::after));
        return rest(column).stream()
                .flatMap(rest -> places.map(place -> new CatalogueObject(column.kind(), column.name(), place + rest)));
    }

    /** What the definition tells besides the place; empty where it tells none, as of a view's column. */
    private static Optional<String> rest(CatalogueObject object) {
        return place(object).map(place -> object.definition().substring(place.length()));
    }

    private static Optional<String> place(CatalogueObject object) {
        String definition = object.definition();
        int end = definition.indexOf('\n');
        String place = end < 0 ? definition : definition.substring(0, end);
        return Optional.of(place)
                .filter(told -> object.kind().equals(COLUMN) && (told.equals(FIRST) || told.startsWith(AFTER)));
    }

    private static String after(String column) {
        String name = ObjectName.last(column);
        return AFTER
                + (name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name);
    }
}
