package io.slipway.database.mariadb;

/**
 * What the information schema is asked, always for the current schema alone. Left out as volatile: counters, times,
 * sizes, and what the making session had set (sql_mode, character sets).
 */
final class MariadbQueries {
    static final String TABLES = """
            select table_name as name, table_type as type, engine, table_collation as collation,
                   create_options as options, table_comment as comment
            from information_schema.tables
            where table_schema = database() and table_type in ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')
            """;

    static final String COLUMNS = """
            select table_name, column_name as name, column_type as type, collation_name as collation,
                   is_nullable as nullable, column_default as dflt, extra, generation_expression as generated,
                   column_comment as comment
            from information_schema.columns where table_schema = database() order by table_name, ordinal_position
            """;

    static final String INDEXES = """
            select table_name, index_name as name, max(non_unique) as non_unique, max(index_type) as type,
                   group_concat(concat(column_name, coalesce(concat('(', sub_part, ')'), ''),
                       case collation when 'D' then ' desc' else '' end) order by seq_in_index separator ', ') as parts,
                   case max(ignored) when 'YES' then 'ignored' end as state, max(index_comment) as comment
            from information_schema.statistics where table_schema = database() group by table_name, index_name
            """;

    static final String MYSQL_INDEXES = INDEXES.replace(
                    "concat(column_name,", "concat(coalesce(column_name, expression),")
            .replace(
                    "case max(ignored) when 'YES' then 'ignored' end",
                    "case max(is_visible) when 'NO' then 'invisible' end");

    static final String FOREIGN_KEYS = """
            select r.table_name, r.constraint_name as name, r.update_rule, r.delete_rule,
                   nullif(r.match_option, 'NONE') as match_option,
                   k.referenced_table_schema as other_schema, r.referenced_table_name as other_table,
                   group_concat(concat(k.column_name, ' to ', k.referenced_column_name)
                       order by k.ordinal_position separator ', ') as parts
            from information_schema.referential_constraints r
            join information_schema.key_column_usage k
              on k.constraint_schema = r.constraint_schema and k.table_name = r.table_name
             and k.constraint_name = r.constraint_name
            where r.constraint_schema = database() and k.constraint_schema = database()
              and k.table_schema = database() and k.referenced_table_name is not null
            group by r.table_name, r.constraint_name, r.update_rule, r.delete_rule, r.match_option,
                     k.referenced_table_schema, r.referenced_table_name
            """;

    static final String CHECKS = """
            select table_name, constraint_name as name, check_clause as clause, lower(level) as state
            from information_schema.check_constraints where constraint_schema = database()
            """;

    static final String MYSQL_CHECKS = """
            select t.table_name, t.constraint_name as name, c.check_clause as clause,
                   case t.enforced when 'NO' then 'not enforced' end as state
            from information_schema.table_constraints t
            join information_schema.check_constraints c
              on c.constraint_schema = t.constraint_schema and c.constraint_name = t.constraint_name
            where t.constraint_schema = database() and t.constraint_type = 'CHECK'
            """;

    static final String PARTITIONS = """
            select table_name, partition_name as name, subpartition_name as sub,
                   concat(partition_ordinal_position, coalesce(concat('.', subpartition_ordinal_position), ''))
                       as position,
                   partition_method as method, partition_expression as expression, partition_description as description,
                   subpartition_method as sub_method, subpartition_expression as sub_expression,
                   partition_comment as comment
            from information_schema.partitions where table_schema = database() and partition_name is not null
            """;

    static final String VIEWS = """
            select table_name as name, security_type as security, algorithm, check_option, view_definition as definition
            from information_schema.views where table_schema = database()
            """;

    static final String MYSQL_VIEWS = VIEWS.replace("algorithm,", "null as algorithm,");

    static final String ROUTINES = """
            select r.routine_name as name, r.routine_type as type, r.dtd_identifier as returned,
                   r.is_deterministic, r.sql_data_access as access, r.security_type as security,
                   r.routine_comment as comment, r.routine_definition as definition,
                   group_concat(concat_ws(' ', p.parameter_mode, p.parameter_name, p.dtd_identifier)
                       order by p.ordinal_position separator ', ') as parameters
            from information_schema.routines r
            left join information_schema.parameters p
              on p.specific_schema = r.routine_schema and p.specific_name = r.specific_name
             and p.routine_type = r.routine_type and p.ordinal_position > 0
            where r.routine_schema = database()
            group by r.routine_name, r.routine_type, r.dtd_identifier, r.is_deterministic, r.sql_data_access,
                     r.security_type, r.routine_comment, r.routine_definition
            """;

    static final String TRIGGERS = """
            select event_object_table as table_name, trigger_name as name, action_timing as timing,
                   event_manipulation as event, action_order as position, action_statement as definition
            from information_schema.triggers where trigger_schema = database()
            """;

    /** Without start and end: they are mostly the time at which the script happened to run. */
    static final String EVENTS = """
            select event_name as name, event_type as type, concat(interval_value, ' ', interval_field) as every, status,
                   on_completion, event_comment as comment, event_definition as definition
            from information_schema.events where event_schema = database()
            """;

    private MariadbQueries() {}
}
