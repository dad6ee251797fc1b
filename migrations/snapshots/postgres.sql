access_token.created_at timestamp with time zone NOT NULL
access_token.created_by text NOT NULL
access_token.expires_at timestamp with time zone
access_token.hash text NOT NULL
access_token.key text NOT NULL
access_token.last_used_at timestamp with time zone
access_token.name text NOT NULL
access_token.revoked_at timestamp with time zone
access_token.role text NOT NULL
access_token: CREATE UNIQUE INDEX access_token_hash_key ON public.access_token USING btree (hash)
access_token: CREATE UNIQUE INDEX access_token_pkey ON public.access_token USING btree (key)
access_token: access_token_hash_check CHECK ((length(hash) = 64))
access_token: access_token_hash_key UNIQUE (hash)
access_token: access_token_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
access_token: access_token_pkey PRIMARY KEY (key)
access_token: access_token_role_check CHECK ((role = ANY (ARRAY['READER'::text, 'ANALYST'::text, 'EDITOR'::text, 'CURATOR'::text, 'ADMINISTRATOR'::text])))
action_item.addressees text NOT NULL
action_item.co_participants text NOT NULL
action_item.depends_on text NOT NULL
action_item.due text NOT NULL
action_item.evidence text NOT NULL
action_item.key text NOT NULL
action_item.kind text NOT NULL
action_item.possible_evidence text NOT NULL
action_item.resolution text NOT NULL
action_item.responsible text NOT NULL
action_item.status text NOT NULL
action_item.text_en text
action_item.text_pl text NOT NULL
action_item: CREATE UNIQUE INDEX action_item_pkey ON public.action_item USING btree (key)
action_item: action_item_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
action_item: action_item_pkey PRIMARY KEY (key)
action_item: action_item_resolution_fkey FOREIGN KEY (resolution) REFERENCES resolution(key) DEFERRABLE INITIALLY DEFERRED
application.amount_minor bigint
application.call text NOT NULL
application.currency text
application.key text NOT NULL
application.outcome text NOT NULL
application.partnership text NOT NULL
application.submitted_on text NOT NULL
application: CREATE UNIQUE INDEX application_pkey ON public.application USING btree (key)
application: application_amount_check CHECK (((amount_minor IS NULL) = (currency IS NULL)))
application: application_amount_minor_check CHECK ((amount_minor >= 0))
application: application_call_fkey FOREIGN KEY (call) REFERENCES call(key) DEFERRABLE INITIALLY DEFERRED
application: application_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
application: application_partnership_fkey FOREIGN KEY (partnership) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
application: application_pkey PRIMARY KEY (key)
audit.account text
audit.detail text NOT NULL
audit.detail_digest text NOT NULL
audit.hash text NOT NULL
audit.label text NOT NULL
audit.number bigint NOT NULL
audit.people bigint NOT NULL
audit.recorded_at timestamp with time zone NOT NULL
audit.request text
audit.role text NOT NULL
audit.salt text
audit.what text NOT NULL
audit: CREATE UNIQUE INDEX audit_pkey ON public.audit USING btree (number)
audit: audit_people_check CHECK ((people >= 0))
audit: audit_pkey PRIMARY KEY (number)
audit_head.hash text NOT NULL
audit_head.id bigint NOT NULL
audit_head.number bigint NOT NULL
audit_head.removed_hash text NOT NULL
audit_head.removed_number bigint NOT NULL
audit_head: CREATE UNIQUE INDEX audit_head_pkey ON public.audit_head USING btree (id)
audit_head: audit_head_id_check CHECK ((id = 1))
audit_head: audit_head_number_check CHECK ((number >= 0))
audit_head: audit_head_pkey PRIMARY KEY (id)
audit_head: audit_head_removed_number_check CHECK ((removed_number >= 0))
body.appointed_by text
body.as_of text NOT NULL
body.established text NOT NULL
body.key text NOT NULL
body.kind text NOT NULL
body.name_en text
body.name_pl text NOT NULL
body.note text
body.partnership text
body.same_as text
body.short_name text
body: CREATE UNIQUE INDEX body_pkey ON public.body USING btree (key)
body: body_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
body: body_partnership_fkey FOREIGN KEY (partnership) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
body: body_pkey PRIMARY KEY (key)
body: body_same_as_fkey FOREIGN KEY (same_as) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
body_membership.as_of text NOT NULL
body_membership.body text NOT NULL
body_membership.group text
body_membership.key text NOT NULL
body_membership.on_behalf_of text
body_membership.person text
body_membership.role text NOT NULL
body_membership.valid_from text NOT NULL
body_membership.valid_to text NOT NULL
body_membership: CREATE UNIQUE INDEX body_membership_pkey ON public.body_membership USING btree (key)
body_membership: body_membership_body_fkey FOREIGN KEY (body) REFERENCES body(key) DEFERRABLE INITIALLY DEFERRED
body_membership: body_membership_holder_check CHECK (((person IS NOT NULL) OR (on_behalf_of IS NOT NULL) OR ("group" IS NOT NULL)))
body_membership: body_membership_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
body_membership: body_membership_on_behalf_of_fkey FOREIGN KEY (on_behalf_of) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
body_membership: body_membership_person_fkey FOREIGN KEY (person) REFERENCES person(key) DEFERRABLE INITIALLY DEFERRED
body_membership: body_membership_pkey PRIMARY KEY (key)
call.as_of text NOT NULL
call.closed text NOT NULL
call.edition text
call.key text NOT NULL
call.number text NOT NULL
call.opened text NOT NULL
call.programme text
call.title text
call: CREATE UNIQUE INDEX call_pkey ON public.call USING btree (key)
call: call_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
call: call_pkey PRIMARY KEY (key)
call: call_programme_fkey FOREIGN KEY (programme) REFERENCES programme(key) DEFERRABLE INITIALLY DEFERRED
change.after text
change.before text
change.key text NOT NULL
change.kind text NOT NULL
change.ordinal bigint NOT NULL
change.revision bigint NOT NULL
change: CREATE INDEX change_record_index ON public.change USING btree (key, kind)
change: CREATE UNIQUE INDEX change_pkey ON public.change USING btree (revision, ordinal)
change: change_pkey PRIMARY KEY (revision, ordinal)
change: change_revision_fkey FOREIGN KEY (revision) REFERENCES revision(number) DEFERRABLE INITIALLY DEFERRED
change: change_state_check CHECK (((before IS NOT NULL) OR (after IS NOT NULL)))
claim.confidence text NOT NULL
claim.convention text
claim.document text NOT NULL
claim.field text
claim.key text NOT NULL
claim.premises text NOT NULL
claim.rank bigint NOT NULL
claim.status text NOT NULL
claim.subject text NOT NULL
claim.value text
claim: CREATE INDEX claim_subject_index ON public.claim USING btree (subject)
claim: CREATE UNIQUE INDEX claim_pkey ON public.claim USING btree (key)
claim: claim_document_fkey FOREIGN KEY (document) REFERENCES document(key) DEFERRABLE INITIALLY DEFERRED
claim: claim_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
claim: claim_pkey PRIMARY KEY (key)
claim: claim_rank_check CHECK ((rank >= 0))
claim: claim_status_check CHECK ((status = ANY (ARRAY['ASSERTED'::text, 'DISPUTED'::text, 'RETRACTED'::text])))
claim_text.inference text
claim_text.key text NOT NULL
claim_text.locator text NOT NULL
claim_text: CREATE UNIQUE INDEX claim_text_pkey ON public.claim_text USING btree (key)
claim_text: claim_text_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
claim_text: claim_text_key_fkey FOREIGN KEY (key) REFERENCES claim(key) DEFERRABLE INITIALLY DEFERRED
claim_text: claim_text_pkey PRIMARY KEY (key)
contact_point.document text NOT NULL
contact_point.key text NOT NULL
contact_point.kind text NOT NULL
contact_point.of text NOT NULL
contact_point.value text NOT NULL
contact_point: CREATE INDEX contact_point_of_index ON public.contact_point USING btree (of)
contact_point: CREATE UNIQUE INDEX contact_point_pkey ON public.contact_point USING btree (key)
contact_point: contact_point_document_fkey FOREIGN KEY (document) REFERENCES document(key) DEFERRABLE INITIALLY DEFERRED
contact_point: contact_point_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
contact_point: contact_point_pkey PRIMARY KEY (key)
document.covers text NOT NULL
document.dated text NOT NULL
document.dated_basis text
document.key text NOT NULL
document.kind text NOT NULL
document.locator_scheme text NOT NULL
document.sha256 text
document.state text NOT NULL
document.title text NOT NULL
document: CREATE UNIQUE INDEX document_pkey ON public.document USING btree (key)
document: document_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
document: document_pkey PRIMARY KEY (key)
document: document_state_check CHECK ((state = ANY (ARRAY['ACCEPTED'::text, 'RETRACTED'::text])))
erasure.author text NOT NULL
erasure.person text NOT NULL
erasure.reason text NOT NULL
erasure.recorded_at timestamp with time zone NOT NULL
erasure.revision bigint NOT NULL
erasure: CREATE UNIQUE INDEX erasure_pkey ON public.erasure USING btree (person)
erasure: erasure_pkey PRIMARY KEY (person)
erasure: erasure_revision_check CHECK ((revision >= 0))
expectation.basis_en text
expectation.basis_pl text NOT NULL
expectation.excluded_kinds text NOT NULL
expectation.function text
expectation.key text NOT NULL
expectation.level text NOT NULL
expectation.minimum bigint NOT NULL
expectation.partnership text
expectation.place text NOT NULL
expectation.reference text
expectation.sector text
expectation.text_en text
expectation.text_pl text NOT NULL
expectation.type text
expectation.valid_from text NOT NULL
expectation.valid_to text NOT NULL
expectation.within text
expectation: CREATE UNIQUE INDEX expectation_pkey ON public.expectation USING btree (key)
expectation: expectation_at_least_one_check CHECK ((minimum >= 1))
expectation: expectation_function_fkey FOREIGN KEY (function) REFERENCES function(key) DEFERRABLE INITIALLY DEFERRED
expectation: expectation_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
expectation: expectation_minimum_check CHECK ((minimum >= 0))
expectation: expectation_partnership_fkey FOREIGN KEY (partnership) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
expectation: expectation_pkey PRIMARY KEY (key)
expectation: expectation_sector_fkey FOREIGN KEY (sector) REFERENCES sector(key) DEFERRABLE INITIALLY DEFERRED
expectation: expectation_subject_check CHECK (((( CASE WHEN (type IS NULL) THEN 0 ELSE 1 END + CASE WHEN (sector IS NULL) THEN 0 ELSE 1 END) + CASE WHEN (function IS NULL) THEN 0 ELSE 1 END) = 1))
expectation: expectation_type_fkey FOREIGN KEY (type) REFERENCES institution_type(key) DEFERRABLE INITIALLY DEFERRED
expectation: expectation_within_fkey FOREIGN KEY (within) REFERENCES territory(key) DEFERRABLE INITIALLY DEFERRED
function.code text NOT NULL
function.key text NOT NULL
function.name_en text NOT NULL
function.name_pl text NOT NULL
function: CREATE UNIQUE INDEX function_pkey ON public.function USING btree (key)
function: function_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
function: function_pkey PRIMARY KEY (key)
funding_aggregate.as_of text NOT NULL
funding_aggregate.by text
funding_aggregate.calls text NOT NULL
funding_aggregate.created bigint
funding_aggregate.funded bigint
funding_aggregate.key text NOT NULL
funding_aggregate.label_en text
funding_aggregate.label_pl text NOT NULL
funding_aggregate.rejected bigint
funding_aggregate.submitted bigint
funding_aggregate: CREATE UNIQUE INDEX funding_aggregate_pkey ON public.funding_aggregate USING btree (key)
funding_aggregate: funding_aggregate_created_check CHECK ((created >= 0))
funding_aggregate: funding_aggregate_funded_check CHECK ((funded >= 0))
funding_aggregate: funding_aggregate_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
funding_aggregate: funding_aggregate_pkey PRIMARY KEY (key)
funding_aggregate: funding_aggregate_rejected_check CHECK ((rejected >= 0))
funding_aggregate: funding_aggregate_submitted_check CHECK ((submitted >= 0))
identifier.belongs_to text NOT NULL
identifier.institution text NOT NULL
identifier.key text NOT NULL
identifier.scheme text NOT NULL
identifier.value text NOT NULL
identifier: CREATE UNIQUE INDEX identifier_pkey ON public.identifier USING btree (key)
identifier: identifier_institution_fkey FOREIGN KEY (institution) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
identifier: identifier_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
identifier: identifier_pkey PRIMARY KEY (key)
identity_decision.canonical text NOT NULL
identity_decision.decided_by text NOT NULL
identity_decision.decided_on text NOT NULL
identity_decision.duplicate text NOT NULL
identity_decision.key text NOT NULL
identity_decision.reason text NOT NULL
identity_decision.status text NOT NULL
identity_decision.task text
identity_decision: CREATE UNIQUE INDEX identity_decision_pkey ON public.identity_decision USING btree (key)
identity_decision: identity_decision_canonical_fkey FOREIGN KEY (canonical) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
identity_decision: identity_decision_duplicate_fkey FOREIGN KEY (duplicate) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
identity_decision: identity_decision_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
identity_decision: identity_decision_pair_check CHECK ((duplicate <> canonical))
identity_decision: identity_decision_pkey PRIMARY KEY (key)
identity_decision: identity_decision_status_check CHECK ((status = ANY (ARRAY['PROPOSED'::text, 'ACCEPTED'::text, 'REJECTED'::text, 'UNDONE'::text])))
identity_decision: identity_decision_task_fkey FOREIGN KEY (task) REFERENCES resolution_task(key) DEFERRABLE INITIALLY DEFERRED
indicator.as_of text NOT NULL
indicator.collection text
indicator.key text NOT NULL
indicator.label_en text
indicator.label_pl text NOT NULL
indicator.nature text NOT NULL
indicator.note text
indicator.of text
indicator.unit text NOT NULL
indicator.value double precision NOT NULL
indicator: CREATE UNIQUE INDEX indicator_pkey ON public.indicator USING btree (key)
indicator: indicator_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
indicator: indicator_pkey PRIMARY KEY (key)
indicator: indicator_value_check CHECK ((value >= (0)::double precision))
institution.existed_from text NOT NULL
institution.existed_to text NOT NULL
institution.functions text NOT NULL
institution.key text NOT NULL
institution.name_en text
institution.name_pl text NOT NULL
institution.naming text NOT NULL
institution.note text
institution.parent text
institution.seat text
institution.sector text
institution.short_name text
institution.state text NOT NULL
institution.type text
institution: CREATE UNIQUE INDEX institution_pkey ON public.institution USING btree (key)
institution: institution_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
institution: institution_parent_fkey FOREIGN KEY (parent) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
institution: institution_pkey PRIMARY KEY (key)
institution: institution_seat_fkey FOREIGN KEY (seat) REFERENCES territory(key) DEFERRABLE INITIALLY DEFERRED
institution: institution_sector_fkey FOREIGN KEY (sector) REFERENCES sector(key) DEFERRABLE INITIALLY DEFERRED
institution: institution_type_fkey FOREIGN KEY (type) REFERENCES institution_type(key) DEFERRABLE INITIALLY DEFERRED
institution_type.code text NOT NULL
institution_type.forms text NOT NULL
institution_type.functions text NOT NULL
institution_type.key text NOT NULL
institution_type.name_en text NOT NULL
institution_type.name_pl text NOT NULL
institution_type.parent text
institution_type.rolls_up boolean NOT NULL
institution_type.sector text
institution_type: CREATE UNIQUE INDEX institution_type_pkey ON public.institution_type USING btree (key)
institution_type: institution_type_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
institution_type: institution_type_parent_fkey FOREIGN KEY (parent) REFERENCES institution_type(key) DEFERRABLE INITIALLY DEFERRED
institution_type: institution_type_pkey PRIMARY KEY (key)
institution_type: institution_type_sector_fkey FOREIGN KEY (sector) REFERENCES sector(key) DEFERRABLE INITIALLY DEFERRED
legal_hold.author text NOT NULL
legal_hold.person text NOT NULL
legal_hold.reason text NOT NULL
legal_hold.recorded_at timestamp with time zone NOT NULL
legal_hold: CREATE UNIQUE INDEX legal_hold_pkey ON public.legal_hold USING btree (person)
legal_hold: legal_hold_pkey PRIMARY KEY (person)
lifecycle_event.date text NOT NULL
lifecycle_event.key text NOT NULL
lifecycle_event.note text
lifecycle_event.partnership text NOT NULL
lifecycle_event.state text NOT NULL
lifecycle_event: CREATE UNIQUE INDEX lifecycle_event_pkey ON public.lifecycle_event USING btree (key)
lifecycle_event: lifecycle_event_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
lifecycle_event: lifecycle_event_partnership_fkey FOREIGN KEY (partnership) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
lifecycle_event: lifecycle_event_pkey PRIMARY KEY (key)
meeting.body text
meeting.date text NOT NULL
meeting.has_unnamed_participants boolean NOT NULL
meeting.key text NOT NULL
meeting.kind text NOT NULL
meeting.name_en text
meeting.name_pl text NOT NULL
meeting.note text
meeting.partnership text
meeting.place text
meeting.possible_duplicate_of text
meeting.series text
meeting.status text NOT NULL
meeting.title text
meeting.topics text NOT NULL
meeting: CREATE UNIQUE INDEX meeting_pkey ON public.meeting USING btree (key)
meeting: meeting_body_fkey FOREIGN KEY (body) REFERENCES body(key) DEFERRABLE INITIALLY DEFERRED
meeting: meeting_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
meeting: meeting_kind_fkey FOREIGN KEY (kind) REFERENCES meeting_kind(key) DEFERRABLE INITIALLY DEFERRED
meeting: meeting_partnership_fkey FOREIGN KEY (partnership) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
meeting: meeting_pkey PRIMARY KEY (key)
meeting: meeting_place_fkey FOREIGN KEY (place) REFERENCES territory(key) DEFERRABLE INITIALLY DEFERRED
meeting: meeting_possible_duplicate_of_fkey FOREIGN KEY (possible_duplicate_of) REFERENCES meeting(key) DEFERRABLE INITIALLY DEFERRED
meeting: meeting_series_fkey FOREIGN KEY (series) REFERENCES meeting_series(key) DEFERRABLE INITIALLY DEFERRED
meeting_kind.code text NOT NULL
meeting_kind.is_plenary boolean NOT NULL
meeting_kind.is_visit boolean NOT NULL
meeting_kind.key text NOT NULL
meeting_kind.name_en text NOT NULL
meeting_kind.name_pl text NOT NULL
meeting_kind.tie_basis text NOT NULL
meeting_kind: CREATE UNIQUE INDEX meeting_kind_pkey ON public.meeting_kind USING btree (key)
meeting_kind: meeting_kind_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
meeting_kind: meeting_kind_pkey PRIMARY KEY (key)
meeting_series.body text
meeting_series.date text NOT NULL
meeting_series.has_unnamed_participants boolean NOT NULL
meeting_series.key text NOT NULL
meeting_series.kind text NOT NULL
meeting_series.name_en text
meeting_series.name_pl text NOT NULL
meeting_series.note text
meeting_series.partnership text
meeting_series.status text NOT NULL
meeting_series.topics text NOT NULL
meeting_series: CREATE UNIQUE INDEX meeting_series_pkey ON public.meeting_series USING btree (key)
meeting_series: meeting_series_body_fkey FOREIGN KEY (body) REFERENCES body(key) DEFERRABLE INITIALLY DEFERRED
meeting_series: meeting_series_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
meeting_series: meeting_series_kind_fkey FOREIGN KEY (kind) REFERENCES meeting_kind(key) DEFERRABLE INITIALLY DEFERRED
meeting_series: meeting_series_partnership_fkey FOREIGN KEY (partnership) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
meeting_series: meeting_series_pkey PRIMARY KEY (key)
membership.as_of text NOT NULL
membership.key text NOT NULL
membership.partnership text NOT NULL
membership.party_body text
membership.party_group text
membership.party_institution text
membership.party_office text
membership.role text NOT NULL
membership.signed_on text NOT NULL
membership.valid_from text NOT NULL
membership.valid_to text NOT NULL
membership: CREATE UNIQUE INDEX membership_pkey ON public.membership USING btree (key)
membership: membership_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
membership: membership_partnership_fkey FOREIGN KEY (partnership) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
membership: membership_party_body_fkey FOREIGN KEY (party_body) REFERENCES body(key) DEFERRABLE INITIALLY DEFERRED
membership: membership_party_check CHECK ((((( CASE WHEN (party_institution IS NULL) THEN 0 ELSE 1 END + CASE WHEN (party_office IS NULL) THEN 0 ELSE 1 END) + CASE WHEN (party_body IS NULL) THEN 0 ELSE 1 END) + CASE WHEN (party_group IS NULL) THEN 0 ELSE 1 END) = 1))
membership: membership_party_institution_fkey FOREIGN KEY (party_institution) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
membership: membership_party_office_fkey FOREIGN KEY (party_office) REFERENCES office(key) DEFERRABLE INITIALLY DEFERRED
membership: membership_pkey PRIMARY KEY (key)
mention.key text NOT NULL
mention.kind text NOT NULL
mention.note text
mention.surface text NOT NULL
mention.target text NOT NULL
mention: CREATE UNIQUE INDEX mention_pkey ON public.mention USING btree (key)
mention: mention_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
mention: mention_pkey PRIMARY KEY (key)
norm.institution_type text
norm.key text NOT NULL
norm.kind text NOT NULL
norm.meeting_kind text
norm.partnership text
norm.project text
norm.text_en text
norm.text_pl text NOT NULL
norm.threshold bigint
norm: CREATE UNIQUE INDEX norm_pkey ON public.norm USING btree (key)
norm: norm_institution_type_fkey FOREIGN KEY (institution_type) REFERENCES institution_type(key) DEFERRABLE INITIALLY DEFERRED
norm: norm_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
norm: norm_meeting_kind_fkey FOREIGN KEY (meeting_kind) REFERENCES meeting_kind(key) DEFERRABLE INITIALLY DEFERRED
norm: norm_partnership_fkey FOREIGN KEY (partnership) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
norm: norm_pkey PRIMARY KEY (key)
norm: norm_project_fkey FOREIGN KEY (project) REFERENCES project(key) DEFERRABLE INITIALLY DEFERRED
norm: norm_threshold_check CHECK ((threshold >= 0))
office.institution text
office.key text NOT NULL
office.sector text
office.territory text
office.title_en text NOT NULL
office.title_pl text NOT NULL
office: CREATE UNIQUE INDEX office_pkey ON public.office USING btree (key)
office: office_institution_fkey FOREIGN KEY (institution) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
office: office_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
office: office_pkey PRIMARY KEY (key)
office: office_sector_fkey FOREIGN KEY (sector) REFERENCES sector(key) DEFERRABLE INITIALLY DEFERRED
office: office_territory_fkey FOREIGN KEY (territory) REFERENCES territory(key) DEFERRABLE INITIALLY DEFERRED
participation.key text NOT NULL
participation.meeting text
participation.note text
participation.party_body text
participation.party_group text
participation.party_institution text
participation.party_office text
participation.person text
participation.presence text NOT NULL
participation.role text NOT NULL
participation.series text
participation.topic text
participation: CREATE UNIQUE INDEX participation_pkey ON public.participation USING btree (key)
participation: participation_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
participation: participation_meeting_fkey FOREIGN KEY (meeting) REFERENCES meeting(key) DEFERRABLE INITIALLY DEFERRED
participation: participation_occasion_check CHECK (((meeting IS NULL) <> (series IS NULL)))
participation: participation_party_body_fkey FOREIGN KEY (party_body) REFERENCES body(key) DEFERRABLE INITIALLY DEFERRED
participation: participation_party_check CHECK ((((( CASE WHEN (party_institution IS NULL) THEN 0 ELSE 1 END + CASE WHEN (party_office IS NULL) THEN 0 ELSE 1 END) + CASE WHEN (party_body IS NULL) THEN 0 ELSE 1 END) + CASE WHEN (party_group IS NULL) THEN 0 ELSE 1 END) = 1))
participation: participation_party_institution_fkey FOREIGN KEY (party_institution) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
participation: participation_party_office_fkey FOREIGN KEY (party_office) REFERENCES office(key) DEFERRABLE INITIALLY DEFERRED
participation: participation_person_fkey FOREIGN KEY (person) REFERENCES person(key) DEFERRABLE INITIALLY DEFERRED
participation: participation_pkey PRIMARY KEY (key)
participation: participation_series_fkey FOREIGN KEY (series) REFERENCES meeting_series(key) DEFERRABLE INITIALLY DEFERRED
participation: participation_topic_fkey FOREIGN KEY (topic) REFERENCES topic(key) DEFERRABLE INITIALLY DEFERRED
partnership.aims text NOT NULL
partnership.founded text NOT NULL
partnership.intended_sectors text NOT NULL
partnership.key text NOT NULL
partnership.kind text NOT NULL
partnership.name_en text
partnership.name_pl text NOT NULL
partnership.note text
partnership.open_accession boolean
partnership.parent text
partnership.territory text
partnership: CREATE UNIQUE INDEX partnership_pkey ON public.partnership USING btree (key)
partnership: partnership_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
partnership: partnership_parent_fkey FOREIGN KEY (parent) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
partnership: partnership_pkey PRIMARY KEY (key)
partnership: partnership_territory_fkey FOREIGN KEY (territory) REFERENCES territory(key) DEFERRABLE INITIALLY DEFERRED
person.function_en text NOT NULL
person.function_pl text NOT NULL
person.key text NOT NULL
person.public_function text NOT NULL
person: CREATE UNIQUE INDEX person_pkey ON public.person USING btree (key)
person: person_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
person: person_pkey PRIMARY KEY (key)
person_name.full_name text NOT NULL
person_name.person text NOT NULL
person_name: CREATE UNIQUE INDEX person_name_pkey ON public.person_name USING btree (person)
person_name: person_name_person_fkey FOREIGN KEY (person) REFERENCES person(key) DEFERRABLE INITIALLY DEFERRED
person_name: person_name_pkey PRIMARY KEY (person)
programme.key text NOT NULL
programme.kind text NOT NULL
programme.name_en text
programme.name_pl text NOT NULL
programme: CREATE UNIQUE INDEX programme_pkey ON public.programme USING btree (key)
programme: programme_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
programme: programme_pkey PRIMARY KEY (key)
project.key text NOT NULL
project.kind text NOT NULL
project.leader text
project.note text
project.partnership text
project.period text NOT NULL
project.programme text
project.territory text
project.title_en text
project.title_pl text NOT NULL
project: CREATE UNIQUE INDEX project_pkey ON public.project USING btree (key)
project: project_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
project: project_partnership_fkey FOREIGN KEY (partnership) REFERENCES partnership(key) DEFERRABLE INITIALLY DEFERRED
project: project_pkey PRIMARY KEY (key)
project: project_programme_fkey FOREIGN KEY (programme) REFERENCES programme(key) DEFERRABLE INITIALLY DEFERRED
project: project_territory_fkey FOREIGN KEY (territory) REFERENCES territory(key) DEFERRABLE INITIALLY DEFERRED
relation.date text NOT NULL
relation.from text NOT NULL
relation.key text NOT NULL
relation.kind text NOT NULL
relation.reason text
relation.to text NOT NULL
relation: CREATE UNIQUE INDEX relation_pkey ON public.relation USING btree (key)
relation: relation_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
relation: relation_pkey PRIMARY KEY (key)
request.digest text NOT NULL
request.key text NOT NULL
request.recorded_at timestamp with time zone NOT NULL
request.revision bigint NOT NULL
request.subject text NOT NULL
request: CREATE INDEX request_recorded_at ON public.request USING btree (recorded_at)
request: CREATE UNIQUE INDEX request_pkey ON public.request USING btree (key)
request: request_pkey PRIMARY KEY (key)
request: request_revision_check CHECK ((revision >= 0))
resolution.addressee text
resolution.body text
resolution.date text NOT NULL
resolution.in_cooperation_with text NOT NULL
resolution.key text NOT NULL
resolution.kind text NOT NULL
resolution.meeting text
resolution.person text
resolution.proposed_by text
resolution.series text
resolution.text_en text
resolution.text_pl text NOT NULL
resolution.topics text NOT NULL
resolution: CREATE UNIQUE INDEX resolution_pkey ON public.resolution USING btree (key)
resolution: resolution_body_fkey FOREIGN KEY (body) REFERENCES body(key) DEFERRABLE INITIALLY DEFERRED
resolution: resolution_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
resolution: resolution_meeting_fkey FOREIGN KEY (meeting) REFERENCES meeting(key) DEFERRABLE INITIALLY DEFERRED
resolution: resolution_person_fkey FOREIGN KEY (person) REFERENCES person(key) DEFERRABLE INITIALLY DEFERRED
resolution: resolution_pkey PRIMARY KEY (key)
resolution: resolution_series_fkey FOREIGN KEY (series) REFERENCES meeting_series(key) DEFERRABLE INITIALLY DEFERRED
resolution_task.about text NOT NULL
resolution_task.detail text
resolution_task.key text NOT NULL
resolution_task.question_en text
resolution_task.question_pl text NOT NULL
resolution_task.severity text NOT NULL
resolution_task.status text NOT NULL
resolution_task: CREATE UNIQUE INDEX resolution_task_pkey ON public.resolution_task USING btree (key)
resolution_task: resolution_task_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
resolution_task: resolution_task_pkey PRIMARY KEY (key)
resolution_task: resolution_task_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'DECIDED'::text, 'DISMISSED'::text])))
retention_rule.months bigint
retention_rule.public_function text NOT NULL
retention_rule: CREATE UNIQUE INDEX retention_rule_pkey ON public.retention_rule USING btree (public_function)
retention_rule: retention_rule_months_check CHECK ((months >= 0))
retention_rule: retention_rule_pkey PRIMARY KEY (public_function)
revision.act text NOT NULL
revision.author text NOT NULL
revision.changed bigint NOT NULL
revision.created bigint NOT NULL
revision.number bigint NOT NULL
revision.personal bigint NOT NULL
revision.reason text NOT NULL
revision.recorded_at timestamp with time zone NOT NULL
revision: CREATE UNIQUE INDEX revision_pkey ON public.revision USING btree (number)
revision: revision_changed_check CHECK ((changed >= 0))
revision: revision_created_check CHECK ((created >= 0))
revision: revision_personal_check CHECK ((personal >= 0))
revision: revision_pkey PRIMARY KEY (number)
revision_clock.id bigint NOT NULL
revision_clock.number bigint NOT NULL
revision_clock: CREATE UNIQUE INDEX revision_clock_pkey ON public.revision_clock USING btree (id)
revision_clock: revision_clock_id_check CHECK ((id = 1))
revision_clock: revision_clock_number_check CHECK ((number >= 0))
revision_clock: revision_clock_pkey PRIMARY KEY (id)
scenario.applied bigint
scenario.author text NOT NULL
scenario.base bigint NOT NULL
scenario.changed_at timestamp with time zone NOT NULL
scenario.changed_by_request text
scenario.changes text NOT NULL
scenario.created_at timestamp with time zone NOT NULL
scenario.draft_name text
scenario.key text NOT NULL
scenario.made_by_request text
scenario.name text NOT NULL
scenario.note text
scenario.state text NOT NULL
scenario.version bigint NOT NULL
scenario: CREATE UNIQUE INDEX scenario_draft_name_key ON public.scenario USING btree (draft_name)
scenario: CREATE UNIQUE INDEX scenario_pkey ON public.scenario USING btree (key)
scenario: scenario_applied_check CHECK ((applied >= 0))
scenario: scenario_base_check CHECK ((base >= 0))
scenario: scenario_draft_check CHECK (((state = 'DRAFT'::text) = (draft_name IS NOT NULL)))
scenario: scenario_draft_name_key UNIQUE (draft_name)
scenario: scenario_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
scenario: scenario_pkey PRIMARY KEY (key)
scenario: scenario_revision_check CHECK (((state = 'APPLIED'::text) = (applied IS NOT NULL)))
scenario: scenario_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'APPLIED'::text, 'DISCARDED'::text])))
scenario: scenario_version_check CHECK ((version >= 0))
secret.id bigint NOT NULL
secret.value text NOT NULL
secret: CREATE UNIQUE INDEX secret_pkey ON public.secret USING btree (id)
secret: secret_id_check CHECK ((id = 1))
secret: secret_pkey PRIMARY KEY (id)
sector.code text NOT NULL
sector.key text NOT NULL
sector.name_en text NOT NULL
sector.name_pl text NOT NULL
sector.roll_up text
sector: CREATE UNIQUE INDEX sector_pkey ON public.sector USING btree (key)
sector: sector_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
sector: sector_pkey PRIMARY KEY (key)
served_territory.institution text NOT NULL
served_territory.key text NOT NULL
served_territory.unit text NOT NULL
served_territory.valid_from text NOT NULL
served_territory.valid_to text NOT NULL
served_territory: CREATE UNIQUE INDEX served_territory_pkey ON public.served_territory USING btree (key)
served_territory: served_territory_institution_fkey FOREIGN KEY (institution) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
served_territory: served_territory_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
served_territory: served_territory_pkey PRIMARY KEY (key)
served_territory: served_territory_unit_fkey FOREIGN KEY (unit) REFERENCES territory(key) DEFERRABLE INITIALLY DEFERRED
statement.date text NOT NULL
statement.function text
statement.is_planned boolean NOT NULL
statement.items text NOT NULL
statement.key text NOT NULL
statement.kind text NOT NULL
statement.of text
statement.project text
statement.territory text
statement.text_en text
statement.text_pl text NOT NULL
statement.types text NOT NULL
statement.with text NOT NULL
statement: CREATE UNIQUE INDEX statement_pkey ON public.statement USING btree (key)
statement: statement_function_fkey FOREIGN KEY (function) REFERENCES function(key) DEFERRABLE INITIALLY DEFERRED
statement: statement_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
statement: statement_pkey PRIMARY KEY (key)
statement: statement_project_fkey FOREIGN KEY (project) REFERENCES project(key) DEFERRABLE INITIALLY DEFERRED
statement: statement_territory_fkey FOREIGN KEY (territory) REFERENCES territory(key) DEFERRABLE INITIALLY DEFERRED
suppression.digest text NOT NULL
suppression.person text NOT NULL
suppression.word_class bigint NOT NULL
suppression: CREATE UNIQUE INDEX suppression_pkey ON public.suppression USING btree (digest, person, word_class)
suppression: suppression_pkey PRIMARY KEY (digest, person, word_class)
suppression: suppression_word_class_check CHECK ((word_class >= 0))
tenure.as_of text NOT NULL
tenure.institution text
tenure.key text NOT NULL
tenure.office text
tenure.person text NOT NULL
tenure.role_en text NOT NULL
tenure.role_pl text NOT NULL
tenure.valid_from text NOT NULL
tenure.valid_to text NOT NULL
tenure: CREATE UNIQUE INDEX tenure_pkey ON public.tenure USING btree (key)
tenure: tenure_institution_fkey FOREIGN KEY (institution) REFERENCES institution(key) DEFERRABLE INITIALLY DEFERRED
tenure: tenure_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
tenure: tenure_office_fkey FOREIGN KEY (office) REFERENCES office(key) DEFERRABLE INITIALLY DEFERRED
tenure: tenure_person_fkey FOREIGN KEY (person) REFERENCES person(key) DEFERRABLE INITIALLY DEFERRED
tenure: tenure_pkey PRIMARY KEY (key)
tenure: tenure_place_check CHECK (((office IS NOT NULL) OR (institution IS NOT NULL)))
territory.key text NOT NULL
territory.kind text
territory.level text NOT NULL
territory.name text NOT NULL
territory.name_genitive text
territory.name_locative text
territory.note text
territory.nuts3 text
territory.other_names text NOT NULL
territory.parent text
territory.teryt text
territory.valid_from text NOT NULL
territory.valid_to text NOT NULL
territory: CREATE UNIQUE INDEX territory_pkey ON public.territory USING btree (key)
territory: territory_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
territory: territory_parent_fkey FOREIGN KEY (parent) REFERENCES territory(key) DEFERRABLE INITIALLY DEFERRED
territory: territory_pkey PRIMARY KEY (key)
tie_weight.basis text NOT NULL
tie_weight.key text NOT NULL
tie_weight.weight double precision NOT NULL
tie_weight: CREATE UNIQUE INDEX tie_weight_pkey ON public.tie_weight USING btree (key)
tie_weight: tie_weight_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
tie_weight: tie_weight_pkey PRIMARY KEY (key)
tie_weight: tie_weight_weight_check CHECK ((weight >= (0)::double precision))
topic.broader text
topic.key text NOT NULL
topic.name_en text NOT NULL
topic.name_pl text NOT NULL
topic: CREATE UNIQUE INDEX topic_pkey ON public.topic USING btree (key)
topic: topic_broader_fkey FOREIGN KEY (broader) REFERENCES topic(key) DEFERRABLE INITIALLY DEFERRED
topic: topic_key_check CHECK (((length(key) >= 1) AND (length(key) <= 96)))
topic: topic_pkey PRIMARY KEY (key)
