package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeparsedSqlTest {

    @Test
    void aQualifierGoesWhereOneSourceLeavesNoDoubtAndStaysElsewhere() {
        assertThat(view("SELECT c.id,\n c.name FROM public.customer c WHERE (c.id > 1)"))
                .isEqualTo(view("SELECT id, name FROM public.customer c WHERE (id > 1)"));
        assertThat(view("SELECT a.id, b.id AS x FROM (a JOIN b ON ((a.id = b.id)))"))
                .isNotEqualTo(view("SELECT b.id, a.id AS x FROM (a JOIN b ON ((a.id = b.id)))"));
        assertThat(view("SELECT c.id FROM c WHERE (EXISTS ( SELECT 1 FROM o WHERE (o.id = c.id)))"))
                .isNotEqualTo(view("SELECT c.id FROM c WHERE (EXISTS ( SELECT 1 FROM o WHERE (o.id = o.id)))"));
        assertThat(
                        view(
                                "SELECT public.f(c.id) AS f, (c.x)::public.mood AS x, (c.a IS DISTINCT FROM c.b) AS d FROM public.c"))
                .isEqualTo(view(
                        "SELECT public.f(id) AS f, (x)::public.mood AS x, (a IS DISTINCT FROM b) AS d FROM public.c"))
                .contains("public.f(id)", "::public.mood", "FROM public.c");
        assertThat(view("SELECT a.x FROM a, b")).contains("a.x");
        assertThat(view("SELECT a.x FROM a UNION SELECT b.x FROM b")).contains("a.x", "b.x");
    }

    @Test
    void functionsWithTheirOwnSyntaxStandAsCalls() {
        assertThat(code("(at AT TIME ZONE 'utc'::text)")).isEqualTo("timezone('utc'::text, at)");
        assertThat(code("\"substring\"((name)::text, 2)")).isEqualTo(code("SUBSTRING(name FROM 2)"));
        assertThat(code("\"position\"((name)::text, 'x'::text)")).isEqualTo(code("POSITION(('x'::text) IN (name))"));
        assertThat(code("btrim((name)::text)")).isEqualTo(code("TRIM(BOTH FROM name)"));
        assertThat(code("date_part('year'::text, born)")).isEqualTo(code("EXTRACT(year FROM born)"));
    }

    @Test
    void literalsStayAsTheyAreHoweverLong() {
        String literal = "'" + "it''s (a \\ \" FROM ".repeat(50_000) + "'";
        assertThat(code("f(" + literal + "  )")).isEqualTo("f(" + literal + ")");
        assertThat(code("E'a\\'b  c' || 'd  '")).isEqualTo("E'a\\'b  c' || 'd  '");
        assertThat(code("\"true\" = true")).isEqualTo("\"true\" = true");
    }

    private static String view(String sql) {
        return DeparsedSql.normalised(sql, true);
    }

    private static String code(String sql) {
        return DeparsedSql.normalised(sql, false);
    }
}
