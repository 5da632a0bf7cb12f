package io.slipway.server.api;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.notification.Deliveries;
import io.slipway.server.notification.Delivery;
import io.slipway.server.notification.DeliveryJobs;
import io.slipway.server.notification.Subscription;
import io.slipway.server.notification.Subscriptions;
import io.slipway.server.notification.Topic;
import io.slipway.server.project.Projects;
import io.slipway.server.request.RequestFilter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who is told what of a project, and what became of it. */
@RestController
@RequestMapping("/api/projects/{project}")
@Tag(name = "notifications")
final class NotificationApi {
    private static final int MOST = 200;
    private final Projects projects;
    private final Subscriptions subscriptions;
    private final Deliveries deliveries;
    private final DeliveryJobs jobs;

    NotificationApi(Projects projects, Subscriptions subscriptions, Deliveries deliveries, DeliveryJobs jobs) {
        this.projects = projects;
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.jobs = jobs;
    }

    /** @param address of a URL only scheme and host: the rest may be a secret */
    record SubscriptionView(
            String id,
            Optional<String> environment,
            String channel,
            String address,
            List<String> events,
            String madeBy,
            Instant madeAt) {
        static SubscriptionView of(Subscription subscription) {
            return new SubscriptionView(
                    subscription.id(),
                    Optional.of(subscription.environment()).filter(e -> !e.isEmpty()),
                    subscription.channel().text(),
                    subscription.address(),
                    subscription.topics().stream().sorted().map(Topic::text).toList(),
                    subscription.madeBy(),
                    subscription.madeAt());
        }
    }

    record SubscriptionList(List<SubscriptionView> subscriptions) {}

    /**
     * @param environment left out for all
     * @param channel {@code email}, {@code webhook}, {@code slack} or {@code teams}
     * @param address mail addresses with commas between, or a URL
     * @param events left out for all
     */
    record NewSubscription(
            Optional<String> environment, String channel, String address, Optional<List<String>> events) {
        @Override
        public String toString() {
            return channel;
        }
    }

    /** @param secret what the webhook is signed with; shown this once */
    record MadeSubscription(SubscriptionView subscription, Optional<String> secret) {
        static MadeSubscription of(Subscriptions.Made made) {
            return new MadeSubscription(SubscriptionView.of(made.subscription()), made.secret());
        }

        @Override
        public String toString() {
            return subscription.toString();
        }
    }

    /** @param event id that every delivery of it carries */
    record TestSent(String event) {}

    /** @param state {@code waiting}, {@code sent} or {@code dead} */
    record DeliveryView(
            String id,
            String event,
            String type,
            Optional<Long> deployment,
            String channel,
            String address,
            String state,
            int attempts,
            Optional<Instant> nextAt,
            String result,
            Instant madeAt,
            Optional<Instant> endedAt) {
        static DeliveryView of(Delivery delivery) {
            return new DeliveryView(
                    delivery.id(),
                    delivery.notice(),
                    delivery.topic().text(),
                    Optional.of(delivery.number())
                            .filter(number -> number > 0 && !delivery.topic().ofCase()),
                    delivery.channel().text(),
                    delivery.address(),
                    delivery.state().text(),
                    delivery.attempts(),
                    Optional.of(delivery.nextAt()).filter(at -> delivery.state() == Delivery.State.WAITING),
                    delivery.result(),
                    delivery.madeAt(),
                    delivery.endedAt());
        }
    }

    record DeliveryList(List<DeliveryView> deliveries) {}

    @GetMapping("/subscriptions")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Lists who is told what")
    SubscriptionList list(@PathVariable String project) {
        return new SubscriptionList(subscriptions.of(projects.named(project).name()).stream()
                .map(SubscriptionView::of)
                .toList());
    }

    /** The answer may hold a secret, once. */
    @PostMapping("/subscriptions")
    @Requires(Permission.CONFIGURE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Subscribes; of a webhook the answer holds what it is signed with, once")
    MadeSubscription add(
            Caller caller,
            @PathVariable String project,
            HttpServletRequest request,
            @RequestBody NewSubscription body) {
        RequestFilter.answerHoldsSecret(request);
        return MadeSubscription.of(subscriptions.add(
                caller,
                projects.named(project),
                new Subscriptions.Wish(
                        body.environment().orElse(""),
                        body.channel(),
                        body.address(),
                        body.events().orElse(List.of()))));
    }

    @DeleteMapping("/subscriptions/{id}")
    @Requires(Permission.CONFIGURE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends a subscription")
    void remove(Caller caller, @PathVariable String project, @PathVariable String id) {
        subscriptions.remove(caller, project, id);
    }

    @PostMapping("/subscriptions/{id}/test")
    @Requires(Permission.CONFIGURE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Sends a test, like everything else: its delivery tells what became of it")
    TestSent test(Caller caller, @PathVariable String project, @PathVariable String id) {
        return new TestSent(subscriptions.test(caller, project, id));
    }

    /** The answer holds a secret, once. */
    @PostMapping("/subscriptions/{id}/rotation")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Gives a webhook a new secret, which the answer holds, once; the one before signs too")
    MadeSubscription rotate(
            Caller caller, @PathVariable String project, @PathVariable String id, HttpServletRequest request) {
        RequestFilter.answerHoldsSecret(request);
        return MadeSubscription.of(subscriptions.rotate(caller, project, id));
    }

    @DeleteMapping("/subscriptions/{id}/rotation")
    @Requires(Permission.CONFIGURE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends a webhook's change of secrets: only the new one signs from now on")
    void endRotation(Caller caller, @PathVariable String project, @PathVariable String id) {
        subscriptions.endRotation(caller, project, id);
    }

    @GetMapping("/deliveries")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Lists what was sent, waits or was given up, newest first")
    DeliveryList deliveries(
            @PathVariable String project,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "50") int limit) {
        return new DeliveryList(
                deliveries.list(projects.named(project).name(), state, Math.max(1, Math.min(MOST, limit))).stream()
                        .map(DeliveryView::of)
                        .toList());
    }

    @PostMapping("/deliveries/{id}/resend")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Sends again what was given up")
    DeliveryView resend(Caller caller, @PathVariable String project, @PathVariable String id) {
        return DeliveryView.of(jobs.sendAgain(caller, project, id));
    }
}
