package dev.townhall.core.simulation;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.cost.Amount;
import dev.townhall.core.cost.Price;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.ledger.MemoryDisk;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.simulation.chat.Networks;
import dev.townhall.core.simulation.check.Watch;
import dev.townhall.core.simulation.clock.VirtualTime;
import dev.townhall.core.simulation.fault.Faults;
import dev.townhall.core.simulation.worker.Workers;
import dev.townhall.core.simulation.worker.Workshop;
import dev.townhall.core.testing.Dice;
import dev.townhall.core.transcript.MemoryTranscripts;
import dev.townhall.core.worktree.SimulatedGit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What outlives every town: the disk, the repositories, the people, time itself.
final class World {
    static final RigName RIG = new RigName("shop");
    static final String ADDRESS = "https://git.example/shop";

    final Dice dice;
    final Faults faults;
    final VirtualTime time = new VirtualTime();
    final Trace trace;
    final MemoryDisk disk = new MemoryDisk();
    final MemoryTranscripts transcripts = new MemoryTranscripts();
    final SimulatedGit git = new SimulatedGit();
    final Workshop workshop = new Workshop();
    final Networks networks;
    final Watch watch;
    final CapSettings caps;
    final List<Account> accounts;
    final Prices prices;

    World(long seed, Faults faults, boolean wholeTrace) {
        this.dice = new Dice(seed);
        this.faults = faults;
        this.trace = new Trace(time, wholeTrace);
        git.addRemote(
                ADDRESS, Map.of("README", "a simulated repository", "shared", "first line\n"));
        this.networks = new Networks(dice);
        this.caps = caps();
        this.accounts = accounts();
        this.prices =
                dice.chance(70)
                        ? new Prices(List.of(new Price(Workers.MODEL, 1_000_000, 0, 0)))
                        : Prices.NONE;
        this.watch = new Watch(git, ADDRESS, workshop, networks, trace);
    }

    /// Small enough that a few turns reach them.
    private CapSettings caps() {
        boolean dollars = dice.chance(50);
        return new CapSettings(cap(dollars), cap(dollars), cap(dollars), Map.of());
    }

    /// One that nobody named, or two of which the first carries few.
    private List<Account> accounts() {
        return dice.chance(50)
                ? List.of(Account.ofPreset("stub"))
                : List.of(
                        new Account(new AccountName("work"), "stub", dice.between(1, 3)),
                        new Account(new AccountName("spare"), "stub", Account.SESSIONS_MAX));
    }

    /// A token costs a millionth of a dollar here.
    private Optional<Amount> cap(boolean dollars) {
        return dice.chance(60)
                ? Optional.empty()
                : Optional.of(
                        new Amount(
                                dollars ? Amount.Unit.MICROS : Amount.Unit.TOKENS,
                                dice.between(1, 1500)));
    }

    Rig rig() {
        return new Rig(
                        RIG,
                        "sh",
                        ADDRESS,
                        "",
                        dice.chance(80)
                                ? List.of(new Gate("gate-1", "check", Duration.ofMinutes(5)))
                                : List.of(),
                        true,
                        dice.chance(15),
                        dice.between(1, 4),
                        Rig.State.ADDING,
                        "",
                        List.of())
                .withAgent(Optional.of("stub"));
    }
}
