package io.slipway.database.sqlite;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads tables and their columns. */
public final class SqliteCatalogue {
    private final Connection connection;

    public SqliteCatalogue(Connection connection) {
        this.connection = connection;
    }

    public Catalogue read() {
        List<CatalogueObject> objects = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT m.name, c.name, c.type FROM main.sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.name NOT LIKE 'slipway!_%' ESCAPE '!'")) {
            while (rows.next()) {
                objects.add(new CatalogueObject("table", rows.getString(1), ""));
                objects.add(
                        new CatalogueObject("column", rows.getString(1) + "." + rows.getString(2), rows.getString(3)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Catalogue.of(objects);
    }
}
