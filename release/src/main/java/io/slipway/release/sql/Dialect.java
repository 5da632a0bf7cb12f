package io.slipway.release.sql;

/** The SQL a script is written in: decides how it is split. */
public enum Dialect {
    POSTGRESQL,
    /** MySQL and MariaDB. */
    MYSQL,
    SQLITE,
    ORACLE,
    SQLSERVER,
    DB2
}
