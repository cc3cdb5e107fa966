-- Takes every view away, and leaves the data keys. Stop every gateway and projector first; the next projector that starts builds
-- the views again from the log. Run it in one piece: psql --set=ON_ERROR_STOP=1 --single-transaction --file=…
do $$
declare build record;
begin
  for build in select namespace from projection_build loop
    execute format('drop schema if exists %I cascade', build.namespace);
    delete from database_namespace where name = build.namespace;
  end loop;
end $$;
delete from projection_build;
delete from projection_lease;
delete from projection_runner;
delete from projection_request;
