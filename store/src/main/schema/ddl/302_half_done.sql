-- half_done: what is done of a change that stopped half-way, in words; empty when there is none
ALTER TABLE environment_state ADD COLUMN half_done text NOT NULL DEFAULT '';
