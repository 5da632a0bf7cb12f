package io.slipway.release.sql;

import java.io.Reader;
import java.util.Set;

/**
 * Cuts as SQL*Plus does: a semicolon ends a SQL statement; a PL/SQL block or stored unit goes on to a line that holds
 * only {@code /}; lines that start with one of SQL*Plus's own commands are directives, and go on to the next line after
 * a trailing {@code -}; a {@code REMARK} line is a comment, and so is blank.
 *
 * <p>A {@code /} line that ends nothing would run the previous statement once more: it is a directive. A semicolon in
 * the midst of a line ends a statement too, which SQL*Plus allows only at the end of one.
 */
final class OracleSplitter extends ScriptSplitter {
    /** Each with its shortest form in capitals: {@code REMark}. What SQL starts with as well is not here. */
    private static final Set<String> COMMANDS = Set.of(
            "ACCept",
            "ARCHIVE",
            "ATTRIBUTE",
            "BREak",
            "BTItle",
            "CLear",
            "COLumn",
            "COMPute",
            "CONNect",
            "COPY",
            "DEFine",
            "DESCribe",
            "DISConnect",
            "EDit",
            "EXECute",
            "EXIT",
            "GET",
            "HELP",
            "HISTory",
            "HOst",
            "INput",
            "List",
            "PASSWord",
            "PAUse",
            "PRint",
            "PROmpt",
            "QUIT",
            "RECOVER",
            "REPFooter",
            "REPHeader",
            "RUN",
            "SAVe",
            "SHOw",
            "SHUTDOWN",
            "SPOol",
            "STArt",
            "STARTUP",
            "STORE",
            "TIMIng",
            "TTItle",
            "UNDEFine",
            "VARiable",
            "WHENEVER",
            "XQUERY");

    private static final Set<String> SQL_SETS = Set.of("ROLE", "TRANSACTION", "CONSTRAINT", "CONSTRAINTS");

    private static final Set<String> BEFORE_UNIT = Set.of(
            "CREATE",
            "OR",
            "REPLACE",
            "EDITIONABLE",
            "NONEDITIONABLE",
            "IF",
            "NOT",
            "EXISTS",
            "AND",
            "COMPILE",
            "RESOLVE",
            "NOFORCE");

    private static final Set<String> UNITS =
            Set.of("FUNCTION", "PROCEDURE", "PACKAGE", "TRIGGER", "TYPE", "LIBRARY", "JAVA");

    OracleSplitter(Reader reader) {
        super(Dialect.ORACLE, reader);
        lexer.terminator(";");
    }

    @Override
    protected Piece piece(Token first) {
        if (first == Token.SYMBOL && (lexer.symbol() == '@' || lexer.symbol() == '!' || isSlashLine(first))) {
            return directiveLine(lexer.start);
        }
        if (first == Token.WORD && abbreviates(lexer.keyword(), "REMark")) {
            in.pos = in.nextLine(in.pos);
            return blank();
        }
        if (first == Token.WORD && isCommand()) {
            return command();
        }
        boolean block = first == Token.WORD && (lexer.is("DECLARE") || lexer.is("BEGIN"))
                || first == Token.SYMBOL && lexer.symbol() == '<';
        boolean creates = first == Token.WORD && lexer.is("CREATE");
        boolean with = first == Token.WORD && lexer.is("WITH");
        for (Token token = first; ; token = lexer.next()) {
            if (token == Token.END) {
                return statement(in.pos);
            }
            if (token == Token.TERMINATOR && !block) {
                return statement(lexer.start);
            }
            if (token == Token.SYMBOL && isSlashLine(token)) {
                in.pos = in.nextLine(in.pos);
                return statement(lexer.start);
            }
            if (token == Token.WORD && creates) {
                String word = lexer.keyword();
                block = UNITS.contains(word);
                creates = BEFORE_UNIT.contains(word);
            } else if (token == Token.WORD && with && lexer.start > in.mark) {
                block = lexer.is("FUNCTION") || lexer.is("PROCEDURE");
                with = false;
            }
        }
    }

    private boolean isSlashLine(Token token) {
        return token == Token.SYMBOL && lexer.symbol() == '/' && aloneOnLine();
    }

    private Piece command() {
        int line = lexer.start;
        int next = in.nextLine(line);
        while (in.trimmed(line, next).endsWith("-") && next > line) {
            line = next;
            next = in.nextLine(line);
        }
        in.pos = next;
        return directive(in.mark);
    }

    private boolean isCommand() {
        String word = lexer.keyword();
        if (!word.equals("SET")) {
            return COMMANDS.stream().anyMatch(command -> abbreviates(word, command));
        }
        int after = in.pos;
        lexer.next();
        boolean command = lexer.next() != Token.WORD || !SQL_SETS.contains(lexer.keyword());
        in.pos = after;
        lexer.start = in.mark;
        return command;
    }

    private static boolean abbreviates(String word, String command) {
        int shortest = (int) command.chars().filter(Character::isUpperCase).count();
        return word.length() >= shortest && command.regionMatches(true, 0, word, 0, word.length());
    }
}
