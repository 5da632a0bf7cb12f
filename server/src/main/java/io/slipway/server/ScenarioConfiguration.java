package io.slipway.server;

import io.slipway.enablement.made.Kind;
import io.slipway.enablement.scenario.Scenarios;
import io.slipway.rollout.readiness.Standard;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.scenario.MadeBook;
import io.slipway.server.scenario.MadeLook;
import io.slipway.store.Store;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what is known of guides, demos and clips. */
@Configuration(proxyBeanMethods = false)
class ScenarioConfiguration {
    @Bean
    MadeBook madeBook(Store store, RolloutLedger ledger, Scenarios scenarios, Clock clock) {
        return new MadeBook(store, ledger, scenarios, clock);
    }

    @Bean
    MadeLook guidesLook(MadeBook book) {
        return new MadeLook(Standard.GUIDES_BUILT, Kind.GUIDE, book);
    }

    @Bean
    MadeLook demoLook(MadeBook book) {
        return new MadeLook(Standard.DEMO_RUN, Kind.DEMO, book);
    }

    @Bean
    MadeLook clipsLook(MadeBook book) {
        return new MadeLook(Standard.CLIPS_BUILT, Kind.CLIPS, book);
    }
}
