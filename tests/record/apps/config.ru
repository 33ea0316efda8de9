# An app without a framework, for servers that speak Rack. The paths are those in modes.mjs.

run lambda { |env|
  case env["PATH_INFO"]
  when "/raise" then raise "the shelf is empty"
  when "/die" then Process.kill(:KILL, Process.pid)
  when "/hang" then sleep 60
  end
  [200, { "Content-Type" => "text/plain" }, ["ok\n"]]
}
