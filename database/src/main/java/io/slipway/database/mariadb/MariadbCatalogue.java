package io.slipway.database.mariadb;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads tables and their columns. */
public final class MariadbCatalogue {
    private final Connection connection;

    public MariadbCatalogue(Connection connection) {
        this.connection = connection;
    }

    public Catalogue read() {
        List<CatalogueObject> objects = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT table_name, column_name, column_type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name NOT LIKE 'slipway\\\\_%'")) {
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
