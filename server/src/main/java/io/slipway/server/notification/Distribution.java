package io.slipway.server.notification;

import io.slipway.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes deliveries of what lies in the outbox: in one transaction with marking it, hence once, on whatever node. */
public final class Distribution {
    private static final int AT_ONCE = 100;
    private final Store store;
    private final Outbox outbox;
    private final Subscriptions subscriptions;
    private final Deliveries deliveries;
    private final Deciders deciders;

    public Distribution(
            Store store, Outbox outbox, Subscriptions subscriptions, Deliveries deliveries, Deciders deciders) {
        this.store = store;
        this.outbox = outbox;
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.deciders = deciders;
    }

    private record Receiver(String subscription, Channel channel, String address) {}

    /** @return ids of the deliveries made */
    List<String> run() {
        List<String> made = new ArrayList<>();
        for (Notice notice : outbox.undistributed(AT_ONCE)) {
            List<Receiver> receivers = receivers(notice);
            made.addAll(store.write(handle -> outbox.distributed(handle, notice)
                    ? receivers.stream()
                            .map(to -> deliveries.add(handle, notice, to.subscription(), to.channel(), to.address()))
                            .toList()
                    : List.<String>of()));
        }
        return made;
    }

    /** Each once: whoever decides and subscribed too gets one mail. */
    private List<Receiver> receivers(Notice notice) {
        Map<String, Receiver> receivers = new LinkedHashMap<>();
        for (Subscription subscription : subscriptions.of(notice.about().project())) {
            if (subscription.wants(notice)) {
                if (subscription.channel() == Channel.EMAIL) {
                    MailAddress.several(subscription.address())
                            .forEach(address -> mail(receivers, subscription.id(), address));
                } else {
                    receivers.put(
                            subscription.id(),
                            new Receiver(subscription.id(), subscription.channel(), subscription.address()));
                }
            }
        }
        if (notice.onlyTo().isEmpty()) {
            deciders.addresses(notice).forEach(address -> mail(receivers, "", address));
        }
        return List.copyOf(receivers.values());
    }

    private static void mail(Map<String, Receiver> receivers, String subscription, String address) {
        receivers.putIfAbsent(
                "mail:" + address.toLowerCase(Locale.ROOT), new Receiver(subscription, Channel.EMAIL, address));
    }
}
