package io.slipway.release.script;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What sort of script it is, known from its folder. The order of the constants is the order of processing. */
public enum Kind {
    DDL("ddl", false),
    DDL_DIRECT("ddl_direct", false),
    VIEW("view", true),
    FUNCTION("function", true),
    PROCEDURE("procedure", true),
    PACKAGE("package", true),
    PACKAGE_BODY("packagebody", true),
    TRIGGER("trigger", true),
    SQL("sql", false),
    SQL_DIRECT("sql_direct", false),
    DATA_DML("data_dml", false);

    private final String folder;
    private final boolean rerunnable;

    Kind(String folder, boolean rerunnable) {
        this.folder = folder;
        this.rerunnable = rerunnable;
    }

    /** The folder's name, which is also the kind's name wherever people see it. */
    @JsonValue
    public String folder() {
        return folder;
    }

    /** Whether a script of this kind runs again, as a whole, when it was edited; a folder's metadata can say otherwise. */
    public boolean rerunnable() {
        return rerunnable;
    }

    /** Whether its scripts are there to change the catalogue, rather than rows or whatever else. */
    public boolean defines() {
        return compareTo(TRIGGER) <= 0;
    }

    @JsonCreator
    public static Kind named(String folder) {
        return ofFolder(folder).orElseThrow(() -> new IllegalArgumentException("no kind is called " + folder));
    }

    public static Optional<Kind> ofFolder(String folder) {
        return Arrays.stream(values()).filter(k -> k.folder.equals(folder)).findFirst();
    }
}
