package io.slipway.server;

/** A rollout file that asks for both kinds of trainings: vera gives them, ada leads the team, ben develops. */
final class SampleTrainings {
    private SampleTrainings() {}

    /** @param project whose name is its team's too */
    static String file(String project) {
        return """
                team: %s
                title: %s
                project: %s
                zone: Europe/Berlin
                people:
                  ada: { name: Ada Byron, email: ada@example.org, duties: [team-lead] }
                  ben: { name: Ben Hall, email: ben@example.org, duties: [developer] }
                  dora: { name: Dora Berg, email: dora@example.org, duties: [dba] }
                  rita: { name: Rita Lund, email: rita@example.org, duties: [rollout-manager] }
                  vera: { name: Vera Moss, email: vera@example.com, duties: [vendor, trainer] }
                  carl: { name: Carl Fox, email: carl@example.org, duties: [stakeholder] }
                manager: rita
                stakeholders: [ada, carl]
                sprints: { first: 2026-10-26, days: 14, count: 6 }
                freezes:
                  - { name: Audit, first: 2026-11-05, last: 2026-11-06 }
                support:
                  hours: { days: [mon, tue, wed, thu, fri], from: "09:00", until: "17:00" }
                  tiers:
                    L1: { members: [ada, ben], acknowledge: 1h, resolve: 8h }
                    L2: { members: [dora], acknowledge: 2h, resolve: 16h }
                    L3: { members: [vera], acknowledge: 4h, resolve: 40h }
                trainings:
                  session: { link: "https://meet.example.org/training" }
                  hands-on: { seats: 2, link: "https://meet.example.org/training" }
                gates: { trained: {}, waivers: [rita, carl] }
                """.formatted(
                project, project.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + project.substring(1), project);
    }
}
