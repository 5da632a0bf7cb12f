package io.slipway.release.rules;

import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The type of a column, by one name of the several that it may have.
 *
 * @param sizes the numbers in its parentheses
 */
record ColumnType(String name, List<String> sizes, boolean array) {
    /** From the table "Data Types" of PostgreSQL's manual, https://www.postgresql.org/docs/18/datatype.html. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("int8", "bigint"),
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("int2", "smallint"),
            Map.entry("serial", "integer"),
            Map.entry("bigserial", "bigint"),
            Map.entry("bool", "boolean"),
            Map.entry("character", "char"),
            Map.entry("character varying", "varchar"),
            Map.entry("bit varying", "varbit"),
            Map.entry("decimal", "numeric"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"),
            Map.entry("time without time zone", "time"),
            Map.entry("time with time zone", "timetz"));

    static ColumnType of(Column column) {
        return new ColumnType(
                ALIASES.getOrDefault(column.type(), column.type()),
                column.size().stream()
                        .filter(token -> token.kind() == SqlToken.Kind.NUMBER)
                        .map(SqlToken::text)
                        .toList(),
                column.array());
    }

    /**
     * Whether PostgreSQL sees that values of this type are values of the other as they lie there: the same type, a longer
     * or unlimited text, a number with more digits before the point.
     */
    boolean keptAs(ColumnType other) {
        if (equals(other)) {
            return true;
        }
        if (array || other.array) {
            return false;
        }
        return switch (other.name) {
            case "text" -> name.equals("varchar");
            case "varchar" ->
                other.sizes.isEmpty()
                        ? name.equals("varchar") || name.equals("text")
                        : name.equals("varchar") && longer(other, 0);
            case "varbit" -> name.equals("varbit") && (other.sizes.isEmpty() || longer(other, 0));
            case "numeric" ->
                name.equals("numeric") && (other.sizes.isEmpty() || longer(other, 0) && scale().equals(other.scale()));
            case "inet" -> name.equals("cidr");
            default -> false;
        };
    }

    private boolean longer(ColumnType other, int place) {
        Optional<Integer> here = number(place);
        return here.isPresent() && here.get() <= other.number(place).orElse(0);
    }

    private Optional<Integer> number(int place) {
        return place < sizes.size() && sizes.get(place).matches("\\d{1,9}")
                ? Optional.of(Integer.parseInt(sizes.get(place)))
                : Optional.empty();
    }

    private String scale() {
        return sizes.size() > 1 ? sizes.get(1) : "0";
    }
}
