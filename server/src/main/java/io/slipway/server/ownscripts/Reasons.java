package io.slipway.server.ownscripts;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names what a script tried that no application's role may. The words are PostgreSQL's, from 12 on. */
final class Reasons {
    private static final List<Reason> KNOWN = List.of(
            new Reason("external program", "It starts a program on the database server (COPY … PROGRAM)"),
            new Reason(
                    "permission denied for function (pg_read|pg_ls|pg_stat_file|pg_file)",
                    "It reads files of the database server"),
            new Reason(
                    "permission denied to COPY (to|from) a file|superuser or (a member|have privileges) of the pg_(read|write)_server_files",
                    "It reads or writes files of the database server (COPY)"),
            new Reason(
                    "permission denied for function lo_(import|export)",
                    "It reads or writes files of the database server"),
            new Reason("permission denied to create extension", "It installs an extension that only a superuser may"),
            new Reason(
                    "extension \"[^\"]*pl(perl|python|tcl)[^\"]*\" is not available",
                    "It installs a language in which nothing can be stopped"),
            new Reason("permission denied to (create|alter) (role|database)", "It makes roles or databases"),
            new Reason(
                    "permission denied (to set role|for language|for foreign-data wrapper)|must be superuser",
                    "It does what only a superuser may"),
            new Reason("statement timeout", "It did not end in time"),
            new Reason("temp_file_limit|temporary file size exceeds", "It wrote more temporary files than it may"),
            new Reason("answer is larger than", "It asks for a result, or raises an error, that is too large"),
            new Reason("grew beyond", "It filled its database"),
            new Reason("ran longer than|took longer than", "It did not end in time"));

    private Reasons() {}

    private record Reason(Pattern words, String said) {
        Reason(String words, String said) {
            this(Pattern.compile(words, Pattern.CASE_INSENSITIVE), said);
        }
    }

    /** Empty for an error as scripts have them. */
    static Optional<String> of(String message) {
        return KNOWN.stream()
                .filter(reason -> reason.words().matcher(message).find())
                .map(Reason::said)
                .findFirst();
    }
}
