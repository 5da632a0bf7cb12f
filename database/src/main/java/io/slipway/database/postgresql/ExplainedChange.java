package io.slipway.database.postgresql;

import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SqlToken;
import io.slipway.release.target.Survey.Plan;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Finds in the plan of a statement, as {@code EXPLAIN (FORMAT XML)} gives it, how many rows of a table it changes. */
final class ExplainedChange {
    /** What a node is fed with; others are asked on the way. */
    private static final Set<String> FED = Set.of("Outer", "Member");

    private final String plan;

    ExplainedChange(String plan) {
        this.plan = plan;
    }

    private static final class Node {
        private String type = "";
        private String parent = "";
        private String operation = "";
        private String relation = "";
        private long rows;
        private long fed;
    }

    /** Of a query, how many rows it gives. */
    Optional<Plan> ofQuery() {
        try {
            List<Node> nodes = nodes();
            return nodes.stream().findFirst().map(first -> new Plan(first.rows, readsAll(nodes)));
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static boolean readsAll(List<Node> nodes) {
        return nodes.stream().anyMatch(node -> node.type.equals("Seq Scan"));
    }

    /** @param table as SQL names it, with or without its schema */
    Optional<Plan> of(String verb, String table) {
        String name = unquoted(table);
        List<Node> nodes = new ArrayList<>();
        try {
            nodes.addAll(nodes());
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
        return nodes.stream()
                .filter(node -> node.operation.equalsIgnoreCase(verb) && node.relation.equals(name))
                .findFirst()
                .map(node -> new Plan(node.fed, readsAll(nodes)));
    }

    private List<Node> nodes() throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(plan));
        List<Node> all = new ArrayList<>();
        List<Node> open = new ArrayList<>();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT
                    && reader.getLocalName().equals("Plan")) {
                open.add(new Node());
                all.add(open.get(open.size() - 1));
            } else if (event == XMLStreamConstants.START_ELEMENT && !open.isEmpty()) {
                Node node = open.get(open.size() - 1);
                switch (reader.getLocalName()) {
                    case "Node-Type" -> node.type = reader.getElementText();
                    case "Parent-Relationship" -> node.parent = reader.getElementText();
                    case "Operation" -> node.operation = reader.getElementText();
                    case "Relation-Name" -> node.relation = reader.getElementText();
                    case "Plan-Rows" -> node.rows = Long.parseLong(reader.getElementText());
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && reader.getLocalName().equals("Plan")) {
                Node node = open.remove(open.size() - 1);
                if (!open.isEmpty() && FED.contains(node.parent)) {
                    open.get(open.size() - 1).fed += node.rows;
                }
            }
        }
        return all;
    }

    /** The last part of a name, as the catalogue has it. */
    private static String unquoted(String table) {
        List<SqlToken> tokens = SqlToken.of(Dialect.POSTGRESQL, table);
        return tokens.get(tokens.size() - 1).folded();
    }
}
