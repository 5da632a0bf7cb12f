package io.slipway.database.postgresql;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads tables and their columns. */
public final class PostgresCatalogue {
    private final Connection connection;

    public PostgresCatalogue(Connection connection) {
        this.connection = connection;
    }

    public Catalogue read() {
        List<CatalogueObject> objects = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT table_schema || '.' || table_name, column_name, data_type, is_nullable"
                                + " FROM information_schema.columns"
                                + " WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'slipway')")) {
            while (rows.next()) {
                objects.add(new CatalogueObject("table", rows.getString(1), ""));
                objects.add(new CatalogueObject(
                        "column",
                        rows.getString(1) + "." + rows.getString(2),
                        rows.getString(3) + " " + rows.getString(4)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Catalogue.of(objects);
    }
}
