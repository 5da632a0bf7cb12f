package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.feed.CalendarFeeds;
import io.slipway.server.request.RequestFilter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Calendars of rollouts that programs subscribe to. */
@RestController
@Tag(name = "rollouts")
final class CalendarFeedApi {
    private static final String ALL = "*";
    private final CalendarFeeds feeds;

    CalendarFeedApi(CalendarFeeds feeds) {
        this.feeds = feeds;
    }

    /** @param project an asterisk for all rollouts that the person may see */
    record NewFeed(String project) {}

    record FeedView(String id, String project, Instant madeAt) {
        static FeedView of(CalendarFeeds.Feed feed) {
            return new FeedView(feed.id(), feed.project(), feed.madeAt());
        }
    }

    /** @param path of the calendar, with its secret; told this once */
    record MadeFeed(FeedView calendar, String path) {
        @Override
        public String toString() {
            return calendar.toString();
        }
    }

    record FeedList(List<FeedView> calendars) {}

    @GetMapping("/api/me/calendars")
    @Open(Open.To.SIGNED_IN)
    @Operation(summary = "Lists one's own calendars")
    FeedList list(Caller caller) {
        return new FeedList(feeds.of(caller).stream().map(FeedView::of).toList());
    }

    @PostMapping("/api/me/calendars")
    @Open(Open.To.SIGNED_IN)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes a calendar that can be fetched without signing in, by a secret in its URL")
    MadeFeed make(Caller caller, @RequestBody NewFeed body, HttpServletRequest request) {
        RequestFilter.answerHoldsSecret(request);
        CalendarFeeds.Made made =
                feeds.make(caller, given(body.project(), "project").equals(ALL) ? "" : body.project());
        return new MadeFeed(FeedView.of(made.feed()), path(made.secret()));
    }

    static String path(String secret) {
        return "/api/calendars/rollouts.ics?token=" + secret;
    }

    @DeleteMapping("/api/me/calendars/{id}")
    @Open(Open.To.SIGNED_IN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revokes one of one's own calendars")
    void revoke(Caller caller, @PathVariable String id) {
        feeds.revoke(caller, id);
    }

    /** The secret is in the query, which no log holds. */
    @GetMapping(path = "/api/calendars/rollouts.ics", produces = "text/calendar")
    @Open(Open.To.EVERYBODY)
    @Operation(summary = "Gives a calendar by its secret: sprints, freezes, go-live dates, trainings and meetings")
    String calendar(@RequestParam String token) {
        return feeds.text(token);
    }
}
