// Apache Tomcat with an app of one page.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPS } from '../programs.mjs';
import { ABORTS } from '../servers.mjs';

const HOME = '/usr/share/tomcat10';

const server = (port) => `<Server port="-1">
  <Service name="Catalina">
    <Connector port="${port}" address="127.0.0.1" />
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps" />
    </Engine>
  </Service>
</Server>
`;

const PATHS = ['/raise', ...ABORTS.map((mode) => mode.replace('aborts-', '/abort/'))];
const web = `<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <servlet>
    <servlet-name>jsp</servlet-name>
    <servlet-class>org.apache.jasper.servlet.JspServlet</servlet-class>
  </servlet>
  <servlet><servlet-name>shop</servlet-name><jsp-file>/shop.jsp</jsp-file></servlet>
  <servlet-mapping>
    <servlet-name>shop</servlet-name>
    ${PATHS.map((path) => `<url-pattern>${path}</url-pattern>`).join('')}
  </servlet-mapping>
</web-app>
`;

export default {
  id: 'tomcat',
  kind: 'server',
  name: 'Apache Tomcat',
  version: { ask: [`${HOME}/bin/catalina.sh`, 'version'], find: /Tomcat\/(\S+)/ },
  modes: ['raises', ...ABORTS, 'header-too-large'],
  // The first request makes it compile the page.
  warm: Object.fromEntries(['raises', ...ABORTS].map((mode) => [mode, 1])),
  start: ({ port, folder }) => ({
    command: [`${HOME}/bin/catalina.sh`, 'run'],
    files: {
      'conf/server.xml': server(port),
      'webapps/ROOT/WEB-INF/web.xml': web,
      'webapps/ROOT/shop.jsp': readFileSync(join(APPS, 'shop.jsp'), 'utf8'),
      'temp/.keep': '',
    },
    env: { CATALINA_BASE: folder, CATALINA_HOME: HOME, JAVA_OPTS: '-XX:TieredStopAtLevel=1' },
    stop: 'SIGKILL',
  }),
};
