package io.slipway.server.notification;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a notice reads like on each channel. The same notice gives the same text, byte by byte, at each try. */
public final class Messages {
    private final Optional<URI> server;

    /** @param server where browsers reach this server; empty leaves links out */
    public Messages(Optional<URI> server) {
        this.server = server;
    }

    MailSender.Letter letter(Delivery delivery, Notice notice) {
        StringBuilder text = new StringBuilder(notice.sentence()).append("\n\n");
        facts(notice)
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        link(notice).ifPresent(link -> text.append('\n').append(link).append('\n'));
        text.append("\nSent by Slipway (event ").append(notice.id()).append(").\n");
        return new MailSender.Letter(
                delivery.id(),
                notice.id(),
                delivery.address(),
                "[Slipway] " + notice.sentence(),
                text.toString(),
                Optional.empty(),
                Optional.empty(),
                notice.at());
    }

    String webhook(Notice notice) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", notice.id())
                .put("type", notice.topic().text())
                .put("timestamp", notice.at().toString());
        ObjectNode data = body.putObject("data")
                .put("project", notice.about().project())
                .put("sentence", notice.sentence())
                .put("actor", notice.actor());
        if (notice.about().ofCase()) {
            data.put("case", notice.about().number())
                    .put("tier", notice.about().version())
                    .put("title", notice.reason());
        } else if (notice.about().number() > 0) {
            data.put("environment", notice.about().environment())
                    .put("deployment", notice.about().number())
                    .put("verb", notice.about().verb())
                    .put("version", notice.about().version())
                    .put("requestedBy", notice.about().requestedBy())
                    .put("reason", notice.reason());
        }
        if (notice.topic().ofRollout() && !notice.reason().isEmpty()) {
            data.put("reason", notice.reason());
        }
        link(notice).ifPresent(link -> data.put("url", link));
        return body.toString();
    }

    /** An incoming webhook's message with blocks; what people typed is no markup there. */
    String slack(Notice notice) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("text", slackText(notice.sentence()));
        ArrayNode blocks = body.putArray("blocks");
        StringBuilder text =
                new StringBuilder("*").append(slackText(notice.sentence())).append('*');
        facts(notice)
                .forEach((name, value) ->
                        text.append('\n').append(name).append(": ").append(slackText(value)));
        link(notice).ifPresent(link -> text.append("\n<").append(link).append("|Open it>"));
        blocks.addObject()
                .put("type", "section")
                .putObject("text")
                .put("type", "mrkdwn")
                .put("text", cut(text.toString(), 3000));
        blocks.addObject()
                .put("type", "context")
                .putArray("elements")
                .addObject()
                .put("type", "plain_text")
                .put("text", "Slipway, event " + notice.id());
        return body.toString();
    }

    /** An adaptive card, as workflows in Teams take them. */
    String teams(Notice notice) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "message");
        ObjectNode card = body.putArray("attachments")
                .addObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .putObject("content");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        ArrayNode parts = card.putArray("body");
        parts.addObject()
                .put("type", "TextBlock")
                .put("weight", "Bolder")
                .put("wrap", true)
                .put("text", teamsText(notice.sentence()));
        ArrayNode facts = parts.addObject().put("type", "FactSet").putArray("facts");
        facts(notice)
                .forEach((name, value) -> facts.addObject().put("title", name).put("value", teamsText(value)));
        facts.addObject().put("title", "Event").put("value", notice.id());
        link(notice)
                .ifPresent(link -> card.putArray("actions")
                        .addObject()
                        .put("type", "Action.OpenUrl")
                        .put("title", "Open it")
                        .put("url", link));
        return body.toString();
    }

    private static Map<String, String> facts(Notice notice) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Project", notice.about().project());
        if (notice.about().ofCase()) {
            facts.put("Tier", notice.about().version());
            facts.put("Opened by", notice.about().requestedBy());
        } else if (notice.about().number() > 0) {
            facts.put("Environment", notice.about().environment());
            facts.put("Version", notice.about().version());
            facts.put("Asked for by", notice.about().requestedBy());
        }
        facts.put("By", notice.actor());
        if (!notice.reason().isBlank()) {
            facts.put(
                    notice.about().ofCase() ? "Title" : "Reason",
                    cut(notice.reason().replaceAll("\\s+", " "), 500));
        }
        facts.put("At", Instant.ofEpochSecond(notice.at().getEpochSecond()).toString());
        return facts;
    }

    private Optional<String> link(Notice notice) {
        String page = notice.about().ofCase() ? "/rollout/cases/" : "/deployments/";
        String path = notice.about().number() > 0
                ? "/projects/" + notice.about().project() + page
                        + notice.about().number()
                : "/projects/" + notice.about().project() + (notice.topic().ofRollout() ? "/rollout" : "");
        return server.map(url -> url.resolve(path).toString());
    }

    private static String slackText(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Cards know a little Markdown, links among it. */
    private static String teamsText(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]])", "\\\\$1");
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
