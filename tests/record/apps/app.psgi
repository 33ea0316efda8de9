# An app without a framework, for servers that speak PSGI. The paths are those in modes.mjs.

sub {
    my $path = $_[0]->{PATH_INFO};
    die "the shelf is empty" if $path eq '/raise';
    kill 'KILL', $$ if $path eq '/die';
    return [200, ['Content-Type' => 'text/plain'], ["ok\n"]];
};
