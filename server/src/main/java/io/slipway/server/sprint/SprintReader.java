package io.slipway.server.sprint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import io.slipway.rollout.calendar.Sprint;
import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.rollout.calendar.SprintSource;
import io.slipway.rollout.calendar.Sprints;
import io.slipway.server.secret.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads sprints from where they are kept. */
public final class SprintReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 50;
    private static final int PAGES = 40;
    private static final int YEARS_AHEAD = 2;
    /** As Jira writes times: {@code 2026-10-05T09:00:00.000+02:00}, the offset also without its colon. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm[:ss][.SSS][XXX][XX][X]");

    private final GuardedGet get;
    private final Secrets secrets;
    private final Map<String, String> environment;
    private final Clock clock;

    public SprintReader(GuardedGet get, Secrets secrets, Map<String, String> environment, Clock clock) {
        this.get = get;
        this.secrets = secrets;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    /**
     * All that are there, in order.
     *
     * @param project whose secrets a reference means
     * @throws SlipwayException {@code sprints-unreadable}, {@code address-refused}, {@code secret-unavailable}
     */
    List<Sprint> read(String project, SprintCalendar calendar) {
        SprintSource source = calendar.source();
        if (source instanceof SprintSource.Feed feed) {
            LocalDate until =
                    LocalDate.ofInstant(clock.instant(), calendar.zone()).plusYears(YEARS_AHEAD);
            return Sprints.sorted(SprintFeed.sprints(get.following(feed.url()), until));
        }
        if (source instanceof SprintSource.Jira jira) {
            Secret token = jira.token().resolve(Path.of("."), environment, name -> secrets.find(project, name));
            return apart(Sprints.sorted(jira(jira, token, calendar.zone())));
        }
        return calendar.sprints();
    }

    private List<Sprint> jira(SprintSource.Jira jira, Secret token, ZoneId zone) {
        List<Sprint> sprints = new ArrayList<>();
        String base = jira.url().toString().replaceAll("/+$", "") + "/rest/agile/1.0/board/" + jira.board() + "/sprint";
        String login = token.use(text -> login(jira, text));
        int from = 0;
        for (int page = 0; page < PAGES; page++) {
            URI url = URI.create(base + "?startAt=" + from + "&maxResults=" + PAGE);
            JsonNode answer = json(get.text(url, Map.of("Authorization", login)));
            JsonNode values = answer.path("values");
            values.forEach(value -> sprint(value, zone).ifPresent(sprints::add));
            // A board's pages may be smaller than what was asked for.
            from += values.size();
            if (answer.path("isLast").asBoolean(values.isEmpty()) || values.isEmpty()) {
                return sprints;
            }
        }
        throw unreadable("The board has more than " + PAGES * PAGE + " sprints.");
    }

    /** Jira Cloud takes an account's address with an API token; Jira Data Center a personal access token. */
    private static String login(SprintSource.Jira jira, String token) {
        return jira.user()
                .map(user -> "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + token).getBytes(StandardCharsets.UTF_8)))
                .orElse("Bearer " + token);
    }

    /** Empty for one that has no dates yet. */
    private static Optional<Sprint> sprint(JsonNode value, ZoneId zone) {
        String start = value.path("startDate").asText("");
        String end = value.path("endDate").asText("");
        if (start.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Sprint(
                value.path("name").asText("Sprint " + value.path("id").asText()).replaceAll("\\s+", " "),
                day(start, zone),
                day(end, zone)));
    }

    private static LocalDate day(String text, ZoneId zone) {
        try {
            return OffsetDateTime.parse(text, TIME).atZoneSameInstant(zone).toLocalDate();
        } catch (DateTimeException e) {
            throw unreadable("Jira says a time that is none: '" + text + "'.").causedBy(e);
        }
    }

    /** One ends in the morning in which the next begins: that day is the next one's. */
    private static List<Sprint> apart(List<Sprint> sorted) {
        List<Sprint> sprints = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Sprint sprint = sorted.get(i);
            boolean touches = i + 1 < sorted.size()
                    && sprint.last().equals(sorted.get(i + 1).first())
                    && sprint.first().isBefore(sprint.last());
            sprints.add(
                    touches
                            ? new Sprint(
                                    sprint.name(), sprint.first(), sprint.last().minusDays(1))
                            : sprint);
        }
        return sprints;
    }

    private static JsonNode json(String text) {
        try {
            JsonNode answer = JSON.readTree(text);
            if (answer.path("values").isArray()) {
                return answer;
            }
        } catch (JsonProcessingException e) {
            throw unreadable("Jira's answer is not JSON.");
        }
        throw unreadable("Jira's answer holds no sprints.");
    }

    private static SlipwayException unreadable(String message) {
        return SlipwayException.of(
                ErrorCode.SPRINTS_UNREADABLE,
                message,
                "Look at the address and the board that the rollout file names.");
    }
}
