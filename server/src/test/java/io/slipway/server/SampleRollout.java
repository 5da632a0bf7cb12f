package io.slipway.server;

/** A rollout file for a sample project: ada leads, dora and omar are the second tier, vera the third, rita manages. */
final class SampleRollout {
    private SampleRollout() {}

    static String file(String project) {
        return file(project, "");
    }

    /** @param more lines under {@code support}, each with two blanks before it */
    static String file(String project, String more) {
        return """
                team: %s
                title: Shop
                project: %s
                zone: Europe/Berlin
                people:
                  ada: { name: Ada Byron, email: ada@example.org, duties: [team-lead] }
                  ben: { name: Ben Hall, email: ben@example.org, duties: [developer] }
                  dora: { name: Dora Berg, email: dora@example.org, duties: [dba] }
                  omar: { name: Omar Said, email: omar@example.org, duties: [devops] }
                  rita: { name: Rita Lund, email: rita@example.org, duties: [rollout-manager] }
                  vera: { name: Vera Moss, email: vera@example.com, duties: [vendor] }
                manager: rita
                stakeholders: [ada]
                sprints: { first: 2026-10-05, days: 14, count: 12 }
                support:
                  hours: { days: [mon, tue, wed, thu, fri], from: "08:00", until: "18:00" }
                  tiers:
                    L1: { members: [ada, ben], acknowledge: 1h, resolve: 8h }
                    L2: { members: [dora, omar], acknowledge: 2h, resolve: 16h, mail: [database-team@example.org] }
                    L3:
                      members: [vera]
                      acknowledge: 4h
                      resolve: 40h
                      hours: { zone: America/Chicago, days: [mon, tue, wed, thu, fri], from: "07:00", until: "17:00" }
                  meetings: { at: "09:30", minutes: 15, daily-sprints: 2, weekly: tue, link: "https://meet.example.org/shop" }
                """.formatted(project, project) + more;
    }
}
