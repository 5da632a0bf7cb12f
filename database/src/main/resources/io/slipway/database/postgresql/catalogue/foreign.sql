-- Foreign data wrappers, servers and user mappings, without passwords; a mapping's options are its owner's.
select w.oid as unit, 'pg_foreign_data_wrapper'::regclass::oid as part_class, w.oid as part, 0 as sub, 'foreign data wrapper' as kind,
       w.fdwname::text as n1, null::text as n2, null::text as n3, ''::text as suffix, true as listed,
       'options ' || (select string_agg(o, ', ' order by o) from unnest(w.fdwoptions) o
                          where o !~* '^(password|sslpassword|passwd|passcode)=') as facts,
       concat_ws(E'\n', 'handler ' || nullif(w.fdwhandler, 0)::regproc, 'validator ' || nullif(w.fdwvalidator, 0)::regproc) as code,
       w.fdwacl as acl, w.fdwowner as owner, 'F'::"char" as acl_kind, null::oid[] as near
from pg_foreign_data_wrapper w where {members pg_foreign_data_wrapper w.oid}
union all
select s.oid as unit, 'pg_foreign_server'::regclass::oid as part_class, s.oid as part, 0 as sub, 'server' as kind,
       s.srvname::text as n1, null::text as n2, null::text as n3, ''::text as suffix, true as listed,
       concat_ws(E'\n', 'wrapper ' || w.fdwname, 'type ' || s.srvtype, 'version ' || s.srvversion,
           'options ' || (select string_agg(o, ', ' order by o) from unnest(s.srvoptions) o
                          where o !~* '^(password|sslpassword|passwd|passcode)=')) as facts,
       null::text as code,
       s.srvacl as acl, s.srvowner as owner, 'S'::"char" as acl_kind, null::oid[] as near
from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw
where {members pg_foreign_server s.oid}
union all
select m.umid as unit, 'pg_user_mapping'::regclass::oid as part_class, m.umid as part, 0 as sub, 'user mapping' as kind,
       m.srvname::text as n1, null::text as n2, null::text as n3, ' for ' || case when m.umuser = 0 then 'PUBLIC' else m.usename::text end as suffix, true as listed,
       null::text as facts,
       null::text as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_user_mappings m where {members pg_foreign_server m.srvid}
